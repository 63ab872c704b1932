import { simulatedDay } from './simulated-day.js';
import {callsOfDay} from './crash-points.js';
for (let k = 0; k < 6; k++) {
const t = performance.now(), c = process.cpuUsage();
let r; for (let i = 0; i < 5; i++) r = await simulatedDay({ seed: k });
console.log(((performance.now() - t)/5).toFixed(0), process.cpuUsage(c).user/5000, r, [...(await callsOfDay(k)).values()].reduce((a,b)=>a+b.length,0));
}
