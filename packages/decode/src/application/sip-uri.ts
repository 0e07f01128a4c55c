/** SIP addresses, RFC 3261 §19.1: display name, URI and its parts, parameters. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";

/** The fields of one place that an address may stand in. */
export interface UriFields {
  readonly display: FieldSpec;
  readonly uri: FieldSpec;
  readonly user: FieldSpec;
  readonly host: FieldSpec;
  readonly port: FieldSpec;
  readonly tag: FieldSpec | undefined;
}

function uriFields(prefix: string, uri: string, title: string, hasTag: boolean): UriFields {
  const field = (name: string, description: string): FieldSpec =>
    defineField(`sip.${name}`, "string", description);
  return {
    display: field(`${prefix}.display.info`, `${title} display info`),
    uri: field(uri, title),
    user: field(`${prefix}.user`, `${title} User Part`),
    host: field(`${prefix}.host`, `${title} Host Part`),
    port: field(`${prefix}.port`, `${title} Host Port`),
    tag: hasTag ? field(`${prefix}.tag`, `${title} tag`) : undefined,
  };
}

export const REQUEST_URI: UriFields = uriFields("r-uri", "r-uri", "Request-URI", false);
export const FROM: UriFields = uriFields("from", "from.addr", "SIP from address", true);
export const TO: UriFields = uriFields("to", "to.addr", "SIP to address", true);
export const CONTACT: UriFields = uriFields("contact", "contact.uri", "Contact URI", false);

export const URI_FIELDS: readonly FieldSpec[] = [REQUEST_URI, FROM, TO, CONTACT].flatMap((place) =>
  Object.values(place).filter((spec) => spec !== undefined),
);

/** Adds the address `text`, which lies in `[start, end)`. */
export function addUri(
  tree: Tree,
  place: UriFields,
  text: string,
  start: number,
  end: number,
): void {
  const open = text.indexOf("<");
  const close = text.indexOf(">", open);
  const isBracketed = open >= 0 && close > open;
  const display = isBracketed ? text.slice(0, open).trim() : "";
  const uri = isBracketed ? text.slice(open + 1, close) : (text.split(";", 1)[0] ?? "");
  const from = Math.min(start, end);
  if (display !== "") tree.value(place.display, display, from, end);
  tree.inside(tree.value(place.uri, uri, from, end), () => addParts(tree, place, uri, from, end));
  const parameters = isBracketed ? text.slice(close + 1) : text;
  const tag = /;\s*tag=([^;\s]*)/i.exec(parameters)?.[1];
  if (place.tag !== undefined && tag !== undefined) tree.value(place.tag, tag, from, end);
}

function addParts(tree: Tree, place: UriFields, uri: string, start: number, end: number): void {
  const body = uri.slice(uri.indexOf(":") + 1).split(";", 1)[0] ?? "";
  const at = body.lastIndexOf("@");
  if (at >= 0) tree.value(place.user, body.slice(0, at), start, end);
  const [, host = "", port] = /^(\[[^\]]*\]|[^:?]*)(?::(\d{1,5}))?/.exec(body.slice(at + 1)) ?? [];
  if (host !== "") tree.value(place.host, host, start, end);
  if (port !== undefined) tree.value(place.port, port, start, end);
}
