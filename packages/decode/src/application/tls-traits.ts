/** What a hello offers or chooses, as lists: the input of fingerprints. */

import { ExtensionType, readList, readUint16s } from "./tls-extension.ts";
import { eachExtension, type HelloLayout } from "./tls-hello.ts";

export interface HelloTraits {
  /** The legacy version of the message. */
  readonly version: number;
  readonly cipherSuites: readonly number[];
  /** Types in their order, GREASE included. */
  readonly extensions: readonly number[];
  readonly groups: readonly number[];
  readonly pointFormats: readonly number[];
  readonly signatureAlgorithms: readonly number[];
  readonly supportedVersions: readonly number[];
  /** The first protocol of ALPN; undefined without one. */
  readonly firstAlpn: Uint8Array | undefined;
}

/** The traits of the hello at `layout`; undefined where it ends before its cipher suites. */
export function helloTraits(view: DataView, layout: HelloLayout): HelloTraits | undefined {
  if (layout.ciphers < 0 || layout.ciphersEnd > layout.extensionsEnd) return undefined;
  const traits = {
    version: view.getUint16(layout.version),
    cipherSuites: readUint16s(view, layout.ciphers, layout.ciphersEnd),
    extensions: [] as number[],
    groups: [] as number[],
    pointFormats: [] as number[],
    signatureAlgorithms: [] as number[],
    supportedVersions: [] as number[],
    firstAlpn: undefined as Uint8Array | undefined,
  };
  eachExtension(view, layout, (type, data, end) => {
    traits.extensions.push(type);
    switch (type) {
      case ExtensionType.SupportedGroups:
        traits.groups = readList(view, data, end, 2);
        return;
      case ExtensionType.PointFormats:
        for (let at = data + 1; at < end; at += 1) traits.pointFormats.push(view.getUint8(at));
        return;
      case ExtensionType.SignatureAlgorithms:
        traits.signatureAlgorithms = readList(view, data, end, 2);
        return;
      case ExtensionType.SupportedVersions:
        traits.supportedVersions = readList(view, data, end, 1);
        return;
      case ExtensionType.Alpn:
        traits.firstAlpn ??= firstProtocol(view, data, end);
        return;
      default:
        return;
    }
  });
  return traits;
}

function firstProtocol(view: DataView, data: number, end: number): Uint8Array | undefined {
  if (data + 3 > end) return undefined;
  const start = data + 3;
  const length = view.getUint8(data + 2);
  if (length === 0 || start + length > end) return undefined;
  return new Uint8Array(view.buffer, view.byteOffset + start, length).slice();
}
