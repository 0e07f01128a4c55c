/** The colours of the timeline, which a canvas can't take from style sheets by itself. */
import { SLOT_VARIABLES, SLOTS, type Slot } from "../../theme/palette.ts";

/** Distance of the lines of a hatched area, canvas pixels. */
const HATCH = 6;

export interface ChartColors {
  readonly accent: string;
  readonly held: string;
  readonly counted: string;
  readonly gap: string | CanvasPattern;
  readonly panel: string;
  readonly line: string;
  readonly text: string;
  readonly fills: ReadonlyMap<Slot, string | CanvasPattern>;
}

/** The colours that the theme has at present. */
export function readColors(host: HTMLElement): ChartColors {
  const style = getComputedStyle(host);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const panel = read("--panel");
  const fills = new Map<Slot, string | CanvasPattern>();
  for (const slot of SLOTS) fills.set(slot, read(SLOT_VARIABLES[slot]));
  fills.set("Other", hatch(read(SLOT_VARIABLES.Other), panel));
  const [held, counted] = [read("--live"), read("--ghost")];
  const gap = hatch(counted, panel);
  const [line, text, accent] = [read("--line"), read("--text-2"), read("--accent")];
  return { panel, held, counted, gap, line, text, accent, fills };
}

/** Lines at 45° on the panel's colour: "Other" would be too near to other greys as a plain area. */
function hatch(color: string, background: string): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = HATCH;
  tile.height = HATCH;
  const context = tile.getContext("2d");
  if (context === null) return color;
  context.fillStyle = background;
  context.fillRect(0, 0, HATCH, HATCH);
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.beginPath();
  for (const shift of [-HATCH, 0, HATCH]) {
    context.moveTo(shift - 1, HATCH + 1);
    context.lineTo(shift + HATCH + 1, -1);
  }
  context.stroke();
  return context.createPattern(tile, "repeat") ?? color;
}
