/** One labourer of a deployment, as if it were the only one: what is asked of it costs nothing for the others. */

import type { ReadSide } from '../../application/views/read-side.js';
import type { Labourer } from '../../domain/labourer.js';

export const onlyOf = <Reads extends ReadSide>(reads: Reads, labourer: Labourer): Reads => ({
  ...reads,
  labourers: {
    all: () => [labourer],
    find: (id) => (id === labourer.id ? labourer : undefined),
    of: (id) => reads.labourers.of(id),
  },
});
