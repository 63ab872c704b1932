import { simulatedDay } from './simulated-day.js';
for (let k = 0; k < 3; k++) {
const t = performance.now();
for (let i = 0; i < 5; i++) await simulatedDay({ seed: 1 });
console.log(((performance.now() - t)/5).toFixed(0));
}
