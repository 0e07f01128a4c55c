/**
 * The address of a view: readable, versioned, defaults left out.
 *
 * `?v=1&t=live-5m&f=dns&u=pps&p=42`, `?v=1&list=flows&d=2026-11-22T14:00:00Z+ip.addr+…`,
 * `?v=1&t=2026-11-22T14:00:00Z..14:15:00Z&sel=14:03:00Z..14:04:00Z`.
 * Keys of later versions are kept as they are; a value that means nothing falls back to its default
 * and is named, so that the page can say so.
 */
import { isZoneName } from "../format/time-zone.ts";
import { type FlowName, formatFlowName, parseFlowName } from "./flow-name.ts";
import { formatSpan, formatWindow, parseSpan, parseWindow } from "./time-address.ts";
import { isSameWindow } from "./time-window.ts";
import { DEFAULT_VIEW, LISTS, PAGES, type PageName, type ViewState } from "./view-state.ts";

const VERSION = "1";
const KNOWN_KEYS: ReadonlySet<string> = new Set([
  "v",
  "t",
  "sel",
  "f",
  "u",
  "list",
  "p",
  "d",
  "tz",
]);
const MAX_FILTER_LENGTH = 4096;

export interface ParsedView {
  readonly view: ViewState;
  /** Parameters that this version does not know, in their order. */
  readonly unknown: readonly (readonly [string, string])[];
  /** One sentence for each value that could not be used. */
  readonly notices: readonly string[];
}

/** @param address the query string with its question mark, behind a path where it is another page. */
export function parseView(address: string): ParsedView {
  const start = address.indexOf("?");
  const parameters = new URLSearchParams(start < 0 ? "" : address.slice(start));
  const notices: string[] = [];
  const version = parameters.get("v");
  if (version !== null && version !== VERSION) {
    notices.push("This link was made by another version; what it shares with this one is shown.");
  }
  const read = <T>(
    key: string,
    parse: (text: string) => T | undefined,
    fallback: T,
    what: string,
  ) =>
    readValue(parameters.get(key), parse, fallback, (text) =>
      notices.push(what.replace("%", text)),
    );
  const view: ViewState = {
    page: parsePage(start < 0 ? address : address.slice(0, start)),
    filter: parseFilter(parameters.get("f"), notices),
    window: read(
      "t",
      parseWindow,
      DEFAULT_VIEW.window,
      'The link\'s time "%" is not known; the last 15 minutes are shown.',
    ),
    selection: read(
      "sel",
      parseSpan,
      undefined,
      'The link\'s selection "%" is no stretch of time.',
    ),
    unit: read(
      "u",
      (text) => (text === "pps" ? "packets" : text === "bps" ? "bits" : undefined),
      DEFAULT_VIEW.unit,
      'The link\'s unit "%" is not known; bits per second are shown.',
    ),
    list: read(
      "list",
      (text) => LISTS.find((list) => list === text),
      DEFAULT_VIEW.list,
      'The link\'s list "%" is not known; packets are shown.',
    ),
    packet: read("p", parsePacket, undefined, 'The link\'s packet "%" is no frame number.'),
    flow: read("d", parseFlow, undefined, 'The link\'s flow "%" is none.'),
    zone: read(
      "tz",
      (text) => (isZoneName(text) ? text : undefined),
      undefined,
      'The link\'s time zone "%" is not known; times are local.',
    ),
  };
  const unknown = [...parameters].filter(([key]) => !KNOWN_KEYS.has(key));
  return { view, unknown, notices };
}

/** Path and query string; an empty string for the default view. */
export function formatView(view: ViewState, unknown: ParsedView["unknown"] = []): string {
  const parameters = new URLSearchParams();
  if (!isSameWindow(view.window, DEFAULT_VIEW.window)) {
    parameters.set("t", formatWindow(view.window));
  }
  if (view.selection !== undefined) parameters.set("sel", formatSpan(view.selection));
  if (view.filter !== "") parameters.set("f", view.filter);
  if (view.unit !== DEFAULT_VIEW.unit) parameters.set("u", "pps");
  if (view.list !== DEFAULT_VIEW.list) parameters.set("list", view.list);
  if (view.packet !== undefined) parameters.set("p", String(view.packet));
  if (view.flow !== undefined) parameters.set("d", formatFlowName(view.flow));
  if (view.zone !== undefined) parameters.set("tz", view.zone);
  for (const [key, value] of unknown) parameters.append(key, value);
  const text = readable(parameters);
  const path = view.page === "overview" ? "" : `/${view.page}`;
  return text === "" ? path : `${path}?v=${VERSION}&${text}`;
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

function readValue<T>(
  text: string | null,
  parse: (text: string) => T | undefined,
  fallback: T,
  complain: (text: string) => void,
): T {
  if (text === null) return fallback;
  const value = parse(text);
  if (value !== undefined) return value;
  complain(text.slice(0, 40));
  return fallback;
}

function parsePage(path: string): PageName {
  const name = path.replace(/^\/+|\/+$/g, "");
  return PAGES.find((page) => page === name) ?? "overview";
}

function parseFilter(text: string | null, notices: string[]): string {
  if (text === null) return DEFAULT_VIEW.filter;
  if (text.length <= MAX_FILTER_LENGTH) return text.trim();
  notices.push("The link's filter is too long and was left out.");
  return DEFAULT_VIEW.filter;
}

function parseFlow(text: string): FlowName | undefined {
  return text.length <= MAX_FILTER_LENGTH ? parseFlowName(text) : undefined;
}

function parsePacket(text: string): number | undefined {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
