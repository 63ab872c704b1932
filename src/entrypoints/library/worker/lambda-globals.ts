/** What outlives an invocation in a warm container. */

import type { LambdaContext } from './lambda-context.js';
import type { Processor } from './processor.js';

/**
 * The processor of a container, kept from its first invocation on, and the context of the present one. Make one beside the handler when
 * other code of the module wants to see them.
 */
export class LambdaGlobals<P extends Processor<object> = Processor<object>> {
  processor: P | undefined;
  lambdaContext: LambdaContext = {};
}
