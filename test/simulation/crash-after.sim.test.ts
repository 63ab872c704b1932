/** The promise when a process dies after a call of a port was made, without its answer. */

import { crashCampaign } from './crash-campaign.js';

crashCampaign('after');
