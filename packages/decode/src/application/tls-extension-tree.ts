/** Extensions of hello messages in the tree. */

import type { FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { readText } from "./name-text.ts";
import { ExtensionType } from "./tls-extension.ts";
import type { HandshakeFields } from "./tls-handshake-fields.ts";
import { EXTENSION_HEADER_LEN, eachExtension, type HelloLayout } from "./tls-hello.ts";

/** What an extension's reader is given: its data `[start, end)` and whose hello it is in. */
interface Extension {
  readonly tree: Tree;
  readonly fields: HandshakeFields;
  readonly start: number;
  readonly end: number;
  readonly isClient: boolean;
}

const READERS: Readonly<Record<number, (extension: Extension) => void>> = {
  [ExtensionType.ServerName]: addServerNames,
  [ExtensionType.StatusRequest]: addStatusRequest,
  [ExtensionType.SupportedGroups]: addGroups,
  [ExtensionType.PointFormats]: addPointFormats,
  [ExtensionType.SignatureAlgorithms]: addSignatureAlgorithms,
  [ExtensionType.SignatureAlgorithmsCert]: addSignatureAlgorithms,
  [ExtensionType.Alpn]: addAlpn,
  [ExtensionType.NextProtocol]: addNextProtocols,
  [ExtensionType.CompressCertificate]: addCertificateCompressions,
  [ExtensionType.RecordSizeLimit]: addRecordSizeLimit,
  [ExtensionType.PreSharedKey]: addPreSharedKey,
  [ExtensionType.SupportedVersions]: addSupportedVersions,
  [ExtensionType.KeyExchangeModes]: addKeyExchangeModes,
  [ExtensionType.KeyShare]: addKeyShare,
  [ExtensionType.RenegotiationInfo]: addRenegotiation,
};

export function addExtensions(
  tree: Tree,
  layout: HelloLayout,
  fields: HandshakeFields,
  isClient: boolean,
): void {
  if (layout.extensions < 0) return;
  tree.add(fields.extensionsLength, layout.extensions - 2);
  eachExtension(tree.view, layout, (type, start, end) => {
    tree.inside(tree.add(fields.extensionType, start - EXTENSION_HEADER_LEN), () => {
      tree.add(fields.extensionLength, start - 2);
      const reader = READERS[type];
      if (reader !== undefined) reader({ tree, fields, start, end, isClient });
      else if (end > start) tree.add(fields.extensionData, start, end - start);
    });
  });
}

/** RFC 6066 §3; a server's answer is empty. */
function addServerNames({ tree, fields, start, end }: Extension): void {
  if (start + 2 > end) return;
  tree.add(fields.serverNamesLength, start);
  const stop = Math.min(end, start + 2 + tree.view.getUint16(start));
  let at = start + 2;
  while (at + 3 <= stop) {
    const name = at + 3;
    const nameEnd = Math.min(stop, name + tree.view.getUint16(at + 1));
    tree.add(fields.serverNameType, at);
    tree.add(fields.serverNameLength, at + 1);
    tree.value(fields.serverName, readText(tree.view, name, nameEnd), name, nameEnd);
    at = nameEnd;
  }
}

function addStatusRequest({ tree, fields, start, end }: Extension): void {
  if (start < end) tree.add(fields.statusRequestType, start);
}

/** A length of two octets, a group, and in it every value of two. */
function addValues(
  { tree, start, end }: Extension,
  length: FieldSpec,
  list: FieldSpec,
  value: FieldSpec,
): void {
  const head = length.octets;
  if (start + head > end) return;
  tree.add(length, start);
  const octets = head === 1 ? tree.view.getUint8(start) : tree.view.getUint16(start);
  const stop = Math.min(end, start + head + octets);
  const text = `${Math.floor(octets / value.octets)} values`;
  tree.inside(tree.group(list, start + head, stop, text), () => {
    for (let at = start + head; at + value.octets <= stop; at += value.octets) tree.add(value, at);
  });
}

/** RFC 8422 §5.1.1, RFC 8446 §4.2.7. */
function addGroups(extension: Extension): void {
  const { fields } = extension;
  addValues(extension, fields.groupsLength, fields.groups, fields.group);
}

/** RFC 8422 §5.1.2. */
function addPointFormats(extension: Extension): void {
  const { fields } = extension;
  addValues(extension, fields.pointFormatsLength, fields.pointFormats, fields.pointFormat);
}

/** RFC 8446 §4.2.3; before it, a hash and a signature (RFC 5246 §7.4.1.4.1). */
function addSignatureAlgorithms({ tree, fields, start, end }: Extension): void {
  if (start + 2 > end) return;
  tree.add(fields.signaturesLength, start);
  const octets = tree.view.getUint16(start);
  const stop = Math.min(end, start + 2 + octets);
  tree.inside(tree.group(fields.signatures, start + 2, stop, `${octets >>> 1} algorithms`), () => {
    for (let at = start + 2; at + 2 <= stop; at += 2) addSignatureAlgorithm(tree, fields, at);
  });
}

export function addSignatureAlgorithm(tree: Tree, fields: HandshakeFields, at: number): void {
  tree.inside(tree.add(fields.signature, at), () => {
    tree.add(fields.signatureHash, at);
    tree.add(fields.signatureKind, at + 1);
  });
}

/** RFC 7301 §3.1. */
function addAlpn({ tree, fields, start, end }: Extension): void {
  if (start + 2 > end) return;
  const { view } = tree;
  tree.add(fields.alpnLength, start);
  const stop = Math.min(end, start + 2 + view.getUint16(start));
  tree.inside(tree.group(fields.alpnList, start + 2, stop, ""), () => {
    let at = start + 2;
    while (at < stop && at + 1 + view.getUint8(at) <= stop) {
      const after = at + 1 + view.getUint8(at);
      tree.add(fields.alpnStringLength, at);
      tree.value(fields.alpn, readText(view, at + 1, after), at + 1, after);
      at = after;
    }
  });
}

/** draft-agl-tls-nextprotoneg §3. */
function addNextProtocols({ tree, fields, start, end }: Extension): void {
  const { view } = tree;
  let at = start;
  while (at < end && at + 1 + view.getUint8(at) <= end) {
    const after = at + 1 + view.getUint8(at);
    tree.add(fields.nextProtocolLength, at);
    tree.value(fields.nextProtocol, readText(view, at + 1, after), at + 1, after);
    at = after;
  }
}

/** RFC 8879 §3. */
function addCertificateCompressions({ tree, fields, start, end }: Extension): void {
  if (start >= end) return;
  tree.add(fields.certificateCompressionsLength, start);
  const stop = Math.min(end, start + 1 + tree.view.getUint8(start));
  for (let at = start + 1; at + 2 <= stop; at += 2) tree.add(fields.certificateCompression, at);
}

/** RFC 8449 §4. */
function addRecordSizeLimit({ tree, fields, start, end }: Extension): void {
  if (start + 2 <= end) tree.add(fields.recordSizeLimit, start);
}

/** RFC 8446 §4.2.1. */
function addSupportedVersions({ tree, fields, start, end, isClient }: Extension): void {
  if (isClient && start < end) tree.add(fields.supportedVersionsLength, start);
  for (let at = isClient ? start + 1 : start; at + 2 <= end; at += 2) {
    tree.add(fields.supportedVersion, at);
  }
}

/** RFC 8446 §4.2.9. */
function addKeyExchangeModes({ tree, fields, start, end }: Extension): void {
  if (start >= end) return;
  tree.add(fields.modesLength, start);
  const stop = Math.min(end, start + 1 + tree.view.getUint8(start));
  for (let at = start + 1; at < stop; at += 1) tree.add(fields.mode, at);
}

/** RFC 8446 §4.2.8. */
function addKeyShare({ tree, fields, start, end, isClient }: Extension): void {
  const { view } = tree;
  if (start + 2 > end) return;
  if (!isClient && end - start === 2) {
    tree.add(fields.keyShareSelected, start);
    return;
  }
  let at = start;
  if (isClient) {
    tree.add(fields.keyShareLength, start);
    at += 2;
  }
  while (at + 4 <= end) {
    const octets = view.getUint16(at + 2);
    tree.inside(tree.add(fields.keyShareGroup, at), () => {
      tree.add(fields.keyShareKeyLength, at + 2);
      if (at + 4 + octets <= end) tree.add(fields.keyShareKey, at + 4, octets);
    });
    at += 4 + octets;
  }
}

/** RFC 8446 §4.2.11. */
function addPreSharedKey({ tree, fields, start, end, isClient }: Extension): void {
  const { view } = tree;
  if (start + 2 > end) return;
  if (!isClient) {
    tree.add(fields.selectedIdentity, start);
    return;
  }
  tree.add(fields.identitiesLength, start);
  const stop = Math.min(end, start + 2 + view.getUint16(start));
  let at = start + 2;
  while (at + 2 <= stop) {
    const octets = view.getUint16(at);
    if (at + 2 + octets + 4 > stop) return;
    tree.add(fields.identityLength, at);
    tree.add(fields.identity, at + 2, octets);
    tree.add(fields.ticketAge, at + 2 + octets);
    at += 2 + octets + 4;
  }
}

/** RFC 5746 §3.2. */
function addRenegotiation({ tree, fields, start, end }: Extension): void {
  if (start >= end) return;
  tree.add(fields.renegotiationLength, start);
  const octets = tree.view.getUint8(start);
  if (octets > 0 && start + 1 + octets <= end) tree.add(fields.renegotiation, start + 1, octets);
}
