/** Alerts of TLS and DTLS, RFC 8446 §6. */

import type { FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import * as values from "./tls-values.ts";

/** Fields that are called otherwise in DTLS. */
export interface AlertFields {
  readonly ALERT: FieldSpec;
  readonly ALERT_LEVEL: FieldSpec;
  readonly ALERT_DESCRIPTION: FieldSpec;
}

/** Adds the alert in `[body, end)`, two octets where it is in the clear; returns its summary. */
export function addAlert(tree: Tree, fields: AlertFields, body: number, end: number): string {
  const isClear = end - body === 2;
  const level = isClear ? values.ALERT_LEVELS[tree.view.getUint8(body)] : undefined;
  const description = isClear ? values.ALERT_DESCRIPTIONS[tree.view.getUint8(body + 1)] : undefined;
  if (level === undefined || description === undefined) {
    tree.group(fields.ALERT, body, end, "Encrypted Alert");
    return "Encrypted Alert";
  }
  tree.inside(tree.group(fields.ALERT, body, end, ""), () => {
    tree.add(fields.ALERT_LEVEL, body);
    tree.add(fields.ALERT_DESCRIPTION, body + 1);
  });
  return `Alert (Level: ${level}, Description: ${description})`;
}
