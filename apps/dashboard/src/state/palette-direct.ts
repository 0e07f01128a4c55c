/** What the typed text itself names: a packet, a port, a time, or a filter. */
import { formatCount } from "../format/number.ts";
import type { TimeFormat } from "../format/time.ts";
import type { PaletteEntry } from "./palette.ts";
import { parseTimeText } from "./time-text.ts";
import type { TimeWindow } from "./time-window.ts";

export interface DirectActs {
  readonly openPacket: (number: number) => void;
  /** @param text as typed, or canonical. */
  readonly filter: (text: string) => void;
  readonly setWindow: (window: TimeWindow) => void;
}

export interface DirectPlace {
  readonly format: TimeFormat;
  /** Microseconds since 1970. */
  readonly now: number;
}

const PACKET = /^#\s*(\d[\d\s]{0,14})$/;
const PORT = /^:\s*(\d{1,5})$/;
const TIME = /^t\s+(\S.*)$/i;
const HIGHEST_PORT = 65_535;

export function directEntry(
  typed: string,
  acts: DirectActs,
  { format, now }: DirectPlace,
): PaletteEntry | undefined {
  const text = typed.trim();
  const packet = Number(PACKET.exec(text)?.[1]?.replace(/\s/g, ""));
  if (packet > 0) {
    const run = () => acts.openPacket(packet);
    return { kind: "packet", title: `Packet ${formatCount(packet)}`, detail: "open it", run };
  }
  const port = Number(PORT.exec(text)?.[1]);
  if (port <= HIGHEST_PORT) {
    const filter = `tcp.port == ${port} || udp.port == ${port}`;
    return { kind: "port", title: `Port ${port}`, detail: filter, run: () => acts.filter(filter) };
  }
  const time = TIME.exec(text)?.[1];
  const parsed = time === undefined ? undefined : parseTimeText(time, format, now);
  if (parsed !== undefined && "window" in parsed) {
    const run = () => acts.setWindow(parsed.window);
    return { kind: "time", title: `Show ${time}`, detail: "what time is shown", run };
  }
  if (text === "" || /^[>@:#]/.test(text)) return undefined;
  const run = () => acts.filter(text);
  return { kind: "filter", title: text, detail: "", run };
}
