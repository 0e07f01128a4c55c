/** Session descriptions, RFC 8866, and the media streams that they announce. */

import { defineField, type FieldSpec } from "../field.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import { readText } from "./name-text.ts";
import { linesOf } from "./text-line.ts";

const SDP = defineField("sdp", "protocol", "Session Description Protocol");

function part(name: string, description: string): FieldSpec {
  return defineField(`sdp.${name}`, "string", description);
}

/** What a line of each type is, and what its words are. */
interface LineSpec {
  readonly line: FieldSpec;
  readonly words: readonly FieldSpec[];
}

const SESSION_ATTRIBUTE: LineSpec = {
  line: part("session_attr", "Session Attribute (a)"),
  words: [
    part("session_attr.field", "Session Attribute Fieldname"),
    part("session_attr.value", "Session Attribute Value"),
  ],
};
const MEDIA_ATTRIBUTE: LineSpec = {
  line: part("media_attr", "Media Attribute (a)"),
  words: [
    part("media_attribute.field", "Media Attribute Fieldname"),
    part("media_attribute.value", "Media Attribute Value"),
  ],
};
const MEDIA = part("media", "Media Description, name and address (m)");
const MEDIA_TYPE = part("media.media", "Media Type");
const MEDIA_PORT = defineField("sdp.media.port", "uint16", "Media Port");
const MEDIA_PROTOCOL = part("media.proto", "Media Protocol");
const MEDIA_FORMAT = part("media.format", "Media Format");
const UNKNOWN = part("unknown", "Unknown");

const LINES: Readonly<Record<string, LineSpec>> = {
  v: { line: part("version", "Session Description Protocol Version (v)"), words: [] },
  o: {
    line: part("owner", "Owner/Creator, Session Id (o)"),
    words: [
      part("owner.username", "Owner Username"),
      part("owner.sessionid", "Session ID"),
      part("owner.version", "Session Version"),
      part("owner.network_type", "Owner Network Type"),
      part("owner.address_type", "Owner Address Type"),
      part("owner.address", "Owner Address"),
    ],
  },
  s: { line: part("session_name", "Session Name (s)"), words: [] },
  i: { line: part("session_info", "Session Information (i)"), words: [] },
  u: { line: part("uri", "URI of Description (u)"), words: [] },
  e: { line: part("email", "E-mail Address (e)"), words: [] },
  p: { line: part("phone", "Phone Number (p)"), words: [] },
  c: {
    line: part("connection_info", "Connection Information (c)"),
    words: [
      part("connection_info.network_type", "Connection Network Type"),
      part("connection_info.address_type", "Connection Address Type"),
      part("connection_info.address", "Connection Address"),
    ],
  },
  b: { line: part("bandwidth", "Bandwidth Information (b)"), words: [] },
  t: {
    line: part("time", "Time Description, active time (t)"),
    words: [part("time.start", "Session Start Time"), part("time.stop", "Session Stop Time")],
  },
  r: { line: part("repeat_time", "Repeat Time (r)"), words: [] },
  z: { line: part("timezone", "Time Zone Adjustments (z)"), words: [] },
  k: { line: part("encryption_key", "Encryption Key (k)"), words: [] },
};

export const SDP_FIELDS: readonly FieldSpec[] = [
  ...[SDP, MEDIA, MEDIA_TYPE, MEDIA_PORT, MEDIA_PROTOCOL, MEDIA_FORMAT, UNKNOWN],
  ...[...Object.values(LINES), SESSION_ATTRIBUTE, MEDIA_ATTRIBUTE].flatMap(({ line, words }) => [
    line,
    ...words,
  ]),
];

const UDP = 17;

/** Lines of one description that are shown. */
const MAX_LINES = 256;
/** Formats of one media line that are shown. */
const MAX_FORMATS = 64;

/** Appends the description's layer; media over RTP is announced to `conversation`. */
export function dissectSdp(
  tree: Tree,
  start: number,
  end: number,
  conversation: Conversation,
): void {
  const { view } = tree;
  tree.layer("sdp", SDP.description, start, end);
  let isMedia = false;
  for (const line of linesOf(view, start, end, MAX_LINES)) {
    const text = readText(view, line.start, line.end);
    if (text[1] !== "=") continue;
    const value = text.slice(2);
    const from = Math.min(line.end, line.start + 2);
    if (text[0] === "m") {
      isMedia = true;
      addMedia(tree, value, from, line.end, conversation);
    } else {
      addLine(
        tree,
        lineSpec(text[0]!, isMedia),
        value,
        from,
        line.end,
        text[0] === "a" ? ":" : " ",
      );
    }
  }
}

function lineSpec(type: string, isMedia: boolean): LineSpec {
  if (type === "a") return isMedia ? MEDIA_ATTRIBUTE : SESSION_ATTRIBUTE;
  return (Object.hasOwn(LINES, type) ? LINES[type] : undefined) ?? { line: UNKNOWN, words: [] };
}

function addLine(
  tree: Tree,
  { line, words }: LineSpec,
  value: string,
  start: number,
  end: number,
  separator: string,
): void {
  tree.inside(tree.value(line, value, start, end), () => {
    let rest = value;
    for (const [index, spec] of words.entries()) {
      const cut = index === words.length - 1 ? -1 : rest.indexOf(separator);
      const word = cut < 0 ? rest : rest.slice(0, cut);
      if (word !== "") tree.value(spec, word, start, end);
      rest = cut < 0 ? "" : rest.slice(cut + 1);
    }
  });
}

/** RFC 8866 §5.14: RTCP goes to the port behind that of RTP (RFC 3550 §11). */
function addMedia(
  tree: Tree,
  value: string,
  start: number,
  end: number,
  conversation: Conversation,
): void {
  const [media = "", place = "", protocol = "", ...formats] = value.split(" ");
  const port = Number.parseInt(place, 10);
  tree.inside(tree.value(MEDIA, value, start, end), () => {
    tree.value(MEDIA_TYPE, media, start, end);
    if (port >= 0 && port <= 65_535) tree.value(MEDIA_PORT, port, start, end);
    if (protocol !== "") tree.value(MEDIA_PROTOCOL, protocol, start, end);
    for (const format of formats.slice(0, MAX_FORMATS)) {
      tree.value(MEDIA_FORMAT, format, start, end);
    }
  });
  if (!/RTP\/S?AVPF?$/.test(protocol) || !(port > 0 && port < 65_535)) return;
  conversation.announce(UDP, port, Protocol.Rtp);
  conversation.announce(UDP, port + 1, Protocol.Rtcp);
}
