/** A row of numbers as one line of bars. */

const BARS = "▁▂▃▄▅▆▇█";

/** Cells of the line; longer rows are summed into as many. */
const WIDTH = 60;

export function renderSparkline(values: readonly number[]): string {
  const cells = Math.min(WIDTH, values.length);
  const sums = new Array<number>(cells).fill(0);
  for (const [index, value] of values.entries()) {
    const cell = Math.floor((index * cells) / values.length);
    sums[cell] = (sums[cell] ?? 0) + value;
  }
  const most = Math.max(...sums, 1);
  return sums
    .map((sum) => (sum === 0 ? " " : BARS[Math.min(7, Math.floor((sum * 8) / most))]))
    .join("");
}
