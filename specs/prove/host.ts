/** A process of the proof: it meets guests that its parent names, several at once, and hands back what came of each. */
import { meet } from './meet.ts';
import type { Guest } from './plan.ts';

process.on('message', (guest: Guest) => {
  void meet(guest).then((met) => process.send?.(met));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
