/**
 * The address of a view: readable, versioned, defaults left out. `?v=1&t=live-5m&f=dns&u=pps&p=42`
 *
 * Keys of later versions are kept as they are; a value that means nothing falls back to its default
 * and is named, so that the page can say so.
 */
import { DEFAULT_VIEW, type ViewState, type WindowLength } from "./view-state.ts";

const VERSION = "1";
const KNOWN_KEYS: ReadonlySet<string> = new Set(["v", "t", "f", "u", "p"]);
const WINDOW_TEXT: Readonly<Record<WindowLength, string>> = {
  60: "live-1m",
  300: "live-5m",
  900: "live-15m",
  3600: "live-1h",
};
const MAX_FILTER_LENGTH = 4096;

export interface ParsedView {
  readonly view: ViewState;
  /** Parameters that this version does not know, in their order. */
  readonly unknown: readonly (readonly [string, string])[];
  /** One sentence for each value that could not be used. */
  readonly notices: readonly string[];
}

/** @param search the query string, with or without its question mark. */
export function parseView(search: string): ParsedView {
  const parameters = new URLSearchParams(search);
  const notices: string[] = [];
  const version = parameters.get("v");
  if (version !== null && version !== VERSION) {
    notices.push("This link was made by another version; what it shares with this one is shown.");
  }
  const view: ViewState = {
    filter: parseFilter(parameters.get("f"), notices),
    window: parseWindow(parameters.get("t"), notices),
    unit: parseUnit(parameters.get("u"), notices),
    packet: parsePacket(parameters.get("p"), notices),
  };
  const unknown = [...parameters].filter(([key]) => !KNOWN_KEYS.has(key));
  return { view, unknown, notices };
}

/** The query string with its question mark, or an empty string for the default view. */
export function formatView(view: ViewState, unknown: ParsedView["unknown"] = []): string {
  const parameters = new URLSearchParams();
  if (view.window !== DEFAULT_VIEW.window) parameters.set("t", WINDOW_TEXT[view.window]);
  if (view.filter !== "") parameters.set("f", view.filter);
  if (view.unit !== DEFAULT_VIEW.unit) parameters.set("u", "pps");
  if (view.packet !== undefined) parameters.set("p", String(view.packet));
  for (const [key, value] of unknown) parameters.append(key, value);
  const text = readable(parameters);
  return text === "" ? "" : `?v=${VERSION}&${text}`;
}

/** Undoes percent-encoding where a query string does not need it, so that people can read it. */
function readable(parameters: URLSearchParams): string {
  return parameters
    .toString()
    .replace(/%3A/g, ":")
    .replace(/%2F/g, "/")
    .replace(/%28/g, "(")
    .replace(/%29/g, ")")
    .replace(/%2C/g, ",")
    .replace(/%21/g, "!");
}

function parseFilter(text: string | null, notices: string[]): string {
  if (text === null) return DEFAULT_VIEW.filter;
  if (text.length <= MAX_FILTER_LENGTH) return text.trim();
  notices.push("The link's filter is too long and was left out.");
  return DEFAULT_VIEW.filter;
}

function parseWindow(text: string | null, notices: string[]): WindowLength {
  if (text === null) return DEFAULT_VIEW.window;
  for (const [seconds, name] of Object.entries(WINDOW_TEXT)) {
    if (name === text) return Number(seconds) as WindowLength;
  }
  notices.push(
    `The link's time "${text.slice(0, 40)}" is not known; the last 15 minutes are shown.`,
  );
  return DEFAULT_VIEW.window;
}

function parseUnit(text: string | null, notices: string[]): ViewState["unit"] {
  if (text === null || text === "bps") return "bits";
  if (text === "pps") return "packets";
  notices.push(`The link's unit "${text.slice(0, 40)}" is not known; bits per second are shown.`);
  return DEFAULT_VIEW.unit;
}

function parsePacket(text: string | null, notices: string[]): number | undefined {
  if (text === null) return undefined;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  notices.push(`The link's packet "${text.slice(0, 40)}" is no frame number.`);
  return undefined;
}
