/** Says at the end of the tests what `SOSW_SKIP` has left out. */

const skipped = (process.env.SOSW_SKIP ?? '').split(',').filter((what) => what !== '');
if (skipped.length > 0) console.log(`Not tested, as SOSW_SKIP says: ${skipped.join(', ')}`);
