import { simulatedDay } from './simulated-day.js';
for (let k = 0; k < 8; k++) {
const t = performance.now(), c = process.cpuUsage();
for (let i = 0; i < 5; i++) await simulatedDay({ seed: 1 });
console.log(((performance.now() - t)/5).toFixed(0), process.cpuUsage(c).user/5000);
}
