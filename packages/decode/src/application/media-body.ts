/**
 * The body of a message as the layer that its media type says.
 *
 * Web, mail and signalling messages share this. A body whose octets are not what the type claims is
 * shown as media.
 */

import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { startsWith } from "./ascii.ts";
import { dissectImage, IMAGE_FIELDS } from "./image.ts";
import { dissectJson, JSON_FIELDS } from "./json.ts";
import { type MediaKind, type MediaType, mediaKind } from "./media-type.ts";
import { dissectForm, FORM_FIELDS } from "./url-encoded.ts";
import { addOcspResponse } from "./x509-ocsp-tree.ts";
import { dissectXml, XML_FIELDS } from "./xml.ts";

const MEDIA = defineField("media", "protocol", "Media Type");
const MEDIA_TYPE = defineField("media.type", "bytes", "Media type");
const TEXT = defineField("data-text-lines", "protocol", "Line-based text data");
const OCSP = defineField("ocsp", "protocol", "Online Certificate Status Protocol");

export const MEDIA_FIELDS: readonly FieldSpec[] = [
  ...[MEDIA, MEDIA_TYPE, TEXT, OCSP],
  ...IMAGE_FIELDS,
  ...JSON_FIELDS,
  ...XML_FIELDS,
  ...FORM_FIELDS,
];

/** Octets of unknown media that are kept as a field. */
const MAX_OCTETS = 4096;

const LINE_FEED = 0x0a;

/** What a body adds to the packet list's row of the message around it. */
export interface BodySummary {
  /** Behind a slash: `HTTP/JSON`. Empty for most. */
  readonly protocol: string;
  /** Behind the message's own text. */
  readonly info: string;
  /** In place of the message's own row: `OCSP`, `Response`. */
  readonly instead?: boolean;
}

/** Reads bodies that are messages themselves; given by the protocol that knows them. */
export type BodyReaders = Readonly<
  Partial<
    Record<MediaKind, (tree: Tree, type: MediaType, start: number, end: number) => BodySummary>
  >
>;

const NOTHING: BodySummary = { protocol: "", info: "" };

/**
 * Appends the layer of the body `[start, end)`; nothing for an empty one.
 *
 * @param readers kinds that this module does not read itself
 */
export function dissectBody(
  tree: Tree,
  type: MediaType,
  start: number,
  end: number,
  readers: BodyReaders = {},
): BodySummary {
  if (end <= start) return NOTHING;
  const kind = mediaKind(type.name);
  const reader = readers[kind];
  if (reader !== undefined) return reader(tree, type, start, end);
  switch (kind) {
    case "text":
      return dissectText(tree, type, start, end);
    case "json":
      dissectJson(tree, start, end);
      return { protocol: "JSON", info: `, JavaScript Object Notation (${type.name})` };
    case "xml":
      dissectXml(tree, start, end);
      return { protocol: "XML", info: "" };
    case "form":
      dissectForm(tree, start, end);
      return named(type);
    case "gif":
    case "jpeg":
    case "png": {
      const image = dissectImage(tree, kind, start, end);
      return image === undefined ? dissectMedia(tree, type, start, end) : labelled(image);
    }
    case "ocsp-request":
    case "ocsp-response":
      return dissectStatus(tree, kind, start, end);
    case "octets":
      dissectData(tree, start, end);
      return NOTHING;
    default:
      return dissectMedia(tree, type, start, end);
  }
}

function named(type: MediaType): BodySummary {
  return labelled(type.name);
}

function labelled(text: string): BodySummary {
  return { protocol: "", info: ` (${text})` };
}

function dissectMedia(tree: Tree, type: MediaType, start: number, end: number): BodySummary {
  tree.layer("media", "Media Type", start, end);
  tree.summarize(`Media type: ${type.name} (${end - start} bytes)`);
  tree.add(MEDIA_TYPE, start, Math.min(end - start, MAX_OCTETS));
  return named(type);
}

/** Text by lines (no field holds them); an XML document in disguise is read as one besides. */
export function dissectText(tree: Tree, type: MediaType, start: number, end: number): BodySummary {
  tree.layer("data-text-lines", "Line-based text data", start, end);
  const lines = countLines(tree.view, start, end);
  tree.summarize(`${type.name} (${lines} lines)`);
  if (!startsWith(tree.view, start, end, "<?xml")) return named(type);
  dissectXml(tree, start, end);
  return { protocol: "XML", info: "" };
}

function countLines(view: DataView, start: number, end: number): number {
  let lines = 0;
  for (let off = start; off < end; off += 1) if (view.getUint8(off) === LINE_FEED) lines += 1;
  return view.getUint8(end - 1) === LINE_FEED ? lines : lines + 1;
}

/** RFC 6960: named only; a response names the protocol again for its inner response. */
function dissectStatus(
  tree: Tree,
  kind: "ocsp-request" | "ocsp-response",
  start: number,
  end: number,
): BodySummary {
  tree.layer("ocsp", "Online Certificate Status Protocol", start, end);
  if (kind === "ocsp-response") addOcspResponse(tree, start, end);
  return {
    protocol: "OCSP",
    info: kind === "ocsp-request" ? "Request" : "Response",
    instead: true,
  };
}
