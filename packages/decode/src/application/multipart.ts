/** Bodies of several parts, RFC 2046 §5.1, each read by its own media type. */

import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { startsWith } from "./ascii.ts";
import { type BodyReaders, type BodySummary, dissectBody } from "./media-body.ts";
import { type MediaType, mediaParameter, parseMediaType } from "./media-type.ts";
import { readAscii } from "./name-text.ts";
import { findText, headerText, type TextHeaders, textHeaders } from "./text-header.ts";
import { nextLine } from "./text-line.ts";

const MULTIPART = defineField("mime_multipart", "protocol", "MIME Multipart Media Encapsulation");
const TYPE = defineField("mime_multipart.type", "string", "Type");
const FIRST_BOUNDARY = defineField("mime_multipart.first_boundary", "string", "First boundary");
const BOUNDARY = defineField("mime_multipart.boundary", "string", "Boundary");
const LAST_BOUNDARY = defineField("mime_multipart.last_boundary", "string", "Last boundary");
const PART = defineField("mime_multipart.part", "string", "Encapsulated multipart part");

const HEADERS: ReadonlyMap<string, FieldSpec> = new Map(
  [
    "Content-Description",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Id",
    "Content-Language",
    "Content-Length",
    "Content-Transfer-Encoding",
    "Content-Type",
  ].map((name) => [
    name.toLowerCase(),
    defineField(`mime_multipart.header.${name.toLowerCase()}`, "string", name),
  ]),
);

export const MULTIPART_FIELDS: readonly FieldSpec[] = [
  ...[MULTIPART, TYPE, FIRST_BOUNDARY, BOUNDARY, LAST_BOUNDARY, PART],
  ...HEADERS.values(),
];

/** Levels of parts in parts that are read. */
const MAX_DEPTH = 8;
/** Parts of one body that are read. */
const MAX_PARTS = 64;
/** Longest boundary: 70 characters by RFC 2046 §5.1.1. */
const MAX_BOUNDARY = 128;

/** A reader of multipart bodies; parts inside are given `readers` and this again. */
export function multipartReader(
  readers: BodyReaders = {},
  depth: number = 0,
): NonNullable<BodyReaders["multipart"]> {
  return (tree, type, start, end) => dissectMultipart(tree, type, start, end, readers, depth);
}

function dissectMultipart(
  tree: Tree,
  type: MediaType,
  start: number,
  end: number,
  readers: BodyReaders,
  depth: number,
): BodySummary {
  tree.layer("mime_multipart", MULTIPART.description, start, end);
  tree.value(TYPE, type.name, start, start);
  const boundary = mediaParameter(type, "boundary");
  const nothing = { protocol: "", info: "" };
  if (boundary === undefined || boundary === "" || boundary.length > MAX_BOUNDARY) return nothing;
  const marks = boundariesOf(tree.view, `--${boundary}`, start, end);
  tree.summarize(`Type: ${type.name}, Boundary: "${boundary}"`);
  if (marks.length === 0) dissectData(tree, start, end);
  for (const [index, { at, next, isLast }] of marks.entries()) {
    const spec = isLast ? LAST_BOUNDARY : index === 0 ? FIRST_BOUNDARY : BOUNDARY;
    tree.value(spec, readAscii(tree.view, at, next), at, next);
  }
  const inner = { ...readers };
  if (depth < MAX_DEPTH) inner.multipart = multipartReader(readers, depth + 1);
  let info = "";
  for (const [index, { next, isLast }] of marks.entries()) {
    if (isLast) break;
    info += addPart(tree, next, marks[index + 1]?.before ?? end, inner);
  }
  return { protocol: "", info };
}

interface Mark {
  /** Where the line break before the boundary starts: the part before ends there. */
  readonly before: number;
  readonly at: number;
  readonly next: number;
  readonly isLast: boolean;
}

function boundariesOf(view: DataView, delimiter: string, start: number, end: number): Mark[] {
  const marks: Mark[] = [];
  let line = start;
  while (line < end && marks.length < MAX_PARTS) {
    const next = nextLine(view, line, end);
    if (startsWith(view, line, end, delimiter)) {
      const rest = line + delimiter.length;
      const isLast = startsWith(view, rest, end, "--");
      marks.push({
        before: Math.max(start, line - breakLength(view, start, line)),
        at: line,
        next,
        isLast,
      });
      if (isLast) break;
    }
    line = next;
  }
  return marks;
}

function breakLength(view: DataView, start: number, line: number): number {
  if (line - 1 < start) return 0;
  return line - 2 >= start && view.getUint8(line - 2) === 0x0d ? 2 : 1;
}

/** @returns what the part adds to the Info column */
function addPart(tree: Tree, start: number, end: number, readers: BodyReaders): string {
  if (start >= end) return "";
  const { view } = tree;
  const header = textHeaders(view, start, end);
  const type = parseMediaType(findText(view, header, "content-type") ?? "");
  const part = tree.value(PART, type.name === "" ? "" : ` (${type.name})`, start, end);
  tree.inside(part, () => addPartHeaders(tree, header));
  return dissectBody(tree, type, Math.min(header.end, end), end, readers).info;
}

function addPartHeaders(tree: Tree, header: TextHeaders): void {
  for (const line of header.headers) {
    const spec = HEADERS.get(line.name.toLowerCase());
    if (spec === undefined) continue;
    tree.value(spec, headerText(tree.view, line), line.start, line.valueEnd);
  }
}
