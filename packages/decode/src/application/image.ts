/** Images by their first octets: GIF89a §17, PNG (ISO/IEC 15948) §5.2, JPEG (ITU-T T.81) §B. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { startsWith } from "./ascii.ts";

const GIF = defineField("image-gif", "protocol", "Compuserve GIF");
const GIF_VERSION = defineField("image-gif.version", "string", "Version");
const GIF_WIDTH = defineField("image-gif.screen.width", "uint16", "Screen width");
const GIF_HEIGHT = defineField("image-gif.screen.height", "uint16", "Screen height");
const PNG = defineField("png", "protocol", "Portable Network Graphics");
const PNG_SIGNATURE = defineField("png.signature", "bytes", "PNG Signature");
const PNG_WIDTH = defineField("png.ihdr.width", "uint32", "Width");
const PNG_HEIGHT = defineField("png.ihdr.height", "uint32", "Height");
const JPEG = defineField("image-jfif", "protocol", "JPEG File Interchange Format");
const JPEG_START = defineField("image-jfif.marker", "uint16", "Marker", { hex: true });

export const IMAGE_FIELDS: readonly FieldSpec[] = [
  ...[GIF, GIF_VERSION, GIF_WIDTH, GIF_HEIGHT, PNG, PNG_SIGNATURE, PNG_WIDTH, PNG_HEIGHT],
  ...[JPEG, JPEG_START],
];

const START_OF_IMAGE = 0xffd8;

/** Appends the image's layer; undefined, and no layer, where the octets are no such image. */
export function dissectImage(
  tree: Tree,
  kind: "gif" | "png" | "jpeg",
  start: number,
  end: number,
): string | undefined {
  switch (kind) {
    case "gif":
      return dissectGif(tree, start, end);
    case "png":
      return dissectPng(tree, start, end);
    default:
      return dissectJpeg(tree, start, end);
  }
}

/** Screen sizes are in little-endian order. */
function dissectGif(tree: Tree, start: number, end: number): string | undefined {
  const { view } = tree;
  const old = startsWith(view, start, end, "GIF87a");
  if (!old && !startsWith(view, start, end, "GIF89a")) return undefined;
  tree.layer("image-gif", GIF.description, start, end);
  tree.add(GIF_VERSION, start, 6);
  if (end - start >= 10) {
    tree.value(GIF_WIDTH, view.getUint16(start + 6, true), start + 6, start + 8);
    tree.value(GIF_HEIGHT, view.getUint16(start + 8, true), start + 8, start + 10);
  }
  return old ? "GIF87a" : "GIF89a";
}

function dissectPng(tree: Tree, start: number, end: number): string | undefined {
  if (!startsWith(tree.view, start, end, "\x89PNG\r\n\x1a\n")) return undefined;
  tree.layer("png", PNG.description, start, end);
  tree.add(PNG_SIGNATURE, start, 8);
  if (startsWith(tree.view, Math.min(start + 12, end), end, "IHDR") && end - start >= 24) {
    tree.add(PNG_WIDTH, start + 16);
    tree.add(PNG_HEIGHT, start + 20);
  }
  return "PNG";
}

function dissectJpeg(tree: Tree, start: number, end: number): string | undefined {
  const { view } = tree;
  if (end - start < 4 || view.getUint16(start) !== START_OF_IMAGE) return undefined;
  if (view.getUint8(start + 2) !== 0xff) return undefined;
  tree.layer("image-jfif", JPEG.description, start, end);
  tree.add(JPEG_START, start);
  return "JPEG JFIF image";
}
