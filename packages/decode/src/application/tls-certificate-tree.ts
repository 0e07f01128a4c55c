/** Certificate and CertificateStatus messages in the tree, RFC 5246 §7.4.2, RFC 6066 §8, RFC 8446 §4.4.2. */

import type { Tree } from "../tree.ts";
import type { HandshakeFields } from "./tls-handshake-fields.ts";
import type { HandshakeContext } from "./tls-hello-tree.ts";
import { Version } from "./tls-version.ts";
import { addOcspResponse } from "./x509-ocsp-tree.ts";
import { addCertificate } from "./x509-tree.ts";

/** Certificates of one message that are read. */
const MAX_CERTIFICATES = 32;

export function addCertificates(
  tree: Tree,
  body: number,
  end: number,
  { fields, session }: HandshakeContext,
): void {
  const { view } = tree;
  const isTls13 = session.version === Version.Tls13 || session.version === Version.Dtls13;
  let at = body;
  if (isTls13) {
    if (at + 1 > end) return;
    at += 1 + view.getUint8(at);
  }
  if (at + 3 > end) return;
  tree.add(fields.certificatesLength, at);
  const stop = Math.min(end, at + 3 + readUint24(view, at));
  tree.inside(tree.group(fields.certificates, at + 3, stop, `${stop - at - 3} bytes`), () => {
    at += 3;
    for (let count = 0; count < MAX_CERTIFICATES && at + 3 <= stop; count += 1) {
      const start = at + 3;
      const after = start + readUint24(view, at);
      tree.add(fields.certificateLength, at);
      if (after > stop) return;
      const node = tree.add(fields.certificate, start, after - start);
      tree.inside(node, (field) => {
        const subject = addCertificate(tree, start, after);
        if (subject !== "") field.text = subject;
      });
      at = after;
      if (isTls13 && at + 2 <= stop) at += 2 + view.getUint16(at);
    }
  });
}

/** A stapled OCSP answer. */
export function addCertificateStatus(
  tree: Tree,
  body: number,
  end: number,
  fields: HandshakeFields,
): void {
  const OCSP = 1;
  if (body + 4 > end) return;
  tree.add(fields.statusRequestType, body);
  if (tree.view.getUint8(body) !== OCSP) return;
  tree.add(fields.ocspLength, body + 1);
  addOcspResponse(tree, body + 4, Math.min(end, body + 4 + readUint24(tree.view, body + 1)));
}

function readUint24(view: DataView, at: number): number {
  return (view.getUint8(at) << 16) | view.getUint16(at + 1);
}
