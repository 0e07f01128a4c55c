/** Looks fields up by name in a dissected packet. */

import { FIELDS } from "./fields.ts";
import type { Field, Layer } from "./layer.ts";
import { Protocol } from "./protocol.ts";
import { protocolInfo } from "./protocol-info.ts";
import type { Summary } from "./summary.ts";

const COLUMN_PREFIX = "_ws.col.";

/** The packet list's columns, by tshark's old names and its new ones. */
const COLUMN_FIELDS: readonly string[] = [
  "_ws.col.Source",
  "_ws.col.def_src",
  "_ws.col.Destination",
  "_ws.col.def_dst",
  "_ws.col.Protocol",
  "_ws.col.protocol",
  "_ws.col.Info",
  "_ws.col.info",
];

/** What stands for a field that has no value of its own: that it is there. */
const PRESENT = "1";

let fieldNames: ReadonlySet<string> | undefined;

let aliased: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Columns belong to a packet and not to its layers, so they are kept beside the array. */
const COLUMNS = new WeakMap<readonly Layer[], Summary>();

function collectAliases(): Map<string, Set<string>> {
  const aliased = new Map<string, Set<string>>();
  for (const { name, aliases } of FIELDS) {
    for (const alias of aliases) {
      const names = aliased.get(alias) ?? new Set<string>();
      aliased.set(alias, names.add(name));
    }
  }
  return aliased;
}

export function rememberColumns(layers: readonly Layer[], columns: Summary): void {
  COLUMNS.set(layers, columns);
}

/** The packet list's row of layers that a dissector returned. */
export function columnsOf(layers: readonly Layer[]): Summary {
  return COLUMNS.get(layers) ?? { source: "", destination: "", protocol: "", info: "" };
}

/** Whether {@link fieldTexts} can have values for `name`. */
export function isFieldName(name: string): boolean {
  fieldNames ??= new Set([
    ...FIELDS.flatMap((field) => [field.name, ...field.aliases]),
    ...Object.values(Protocol).map((protocol) => protocolInfo(protocol).filterName),
    ...COLUMN_FIELDS,
  ]);
  return name !== "" && fieldNames.has(name);
}

/**
 * Every value of the field `name`, outermost first, as `tshark -T fields` prints it.
 *
 * Takes protocols (`ip`), fields that stand for several (`ip.addr`), and the packet list's columns
 * (`_ws.col.Info`, for arrays that `dissect` returned). Empty for a field that the packet lacks.
 */
export function fieldTexts(layers: readonly Layer[], name: string): string[] {
  if (name.startsWith(COLUMN_PREFIX)) return columnTexts(layers, name.slice(COLUMN_PREFIX.length));
  aliased ??= collectAliases();
  const names = aliased.get(name);
  const matches = (candidate: string): boolean => candidate === name || !!names?.has(candidate);
  const texts: string[] = [];
  for (const layer of layers) {
    if (layer.protocol === name) texts.push(layerText(layer));
    collect(layer.fields, matches, texts);
  }
  return texts;
}

function layerText(layer: Layer): string {
  return layer.summary === "" ? layer.title : `${layer.title}, ${layer.summary}`;
}

function collect(
  fields: readonly Field[],
  matches: (name: string) => boolean,
  texts: string[],
): void {
  for (const field of fields) {
    if (matches(field.name)) texts.push(isGroup(field) ? PRESENT : field.raw);
    if (field.children.length > 0) collect(field.children, matches, texts);
  }
}

function isGroup({ value, raw }: Field): boolean {
  return value === undefined && raw === "";
}

function columnTexts(layers: readonly Layer[], column: string): string[] {
  const summary = COLUMNS.get(layers);
  if (summary === undefined) return [];
  switch (column) {
    case "Source":
    case "def_src":
      return [summary.source];
    case "Destination":
    case "def_dst":
      return [summary.destination];
    case "Protocol":
    case "protocol":
      return [summary.protocol];
    case "Info":
    case "info":
      return [summary.info];
    default:
      return [];
  }
}
