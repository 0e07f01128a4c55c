/** The parts of the page that F6 walks through, in their order. */
const REGIONS =
  ".top-bar, .timeline, .breakdowns, .packets, .flows, .inspector, .usage, .no-permission";
const FOCUSABLE = 'a[href], button:not(:disabled), input, select, summary, [tabindex="0"]';

/** Moves the focus to the first control of the next region, or of the one before, round and round. */
export function focusRegion(step: 1 | -1): void {
  const targets = [...document.querySelectorAll<HTMLElement>(REGIONS)].flatMap((region) => {
    const first = [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find(isShown);
    return first === undefined ? [] : [{ region, first }];
  });
  const at = targets.findIndex(({ region }) => region.contains(document.activeElement));
  const start = at < 0 && step < 0 ? 0 : at;
  targets[(start + step + targets.length) % targets.length]?.first.focus();
}

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility();
}
