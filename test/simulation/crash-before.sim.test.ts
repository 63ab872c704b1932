/** The promise when a process dies before a call of a port is made. */

import { crashCampaign } from './crash-campaign.js';

crashCampaign('before');
