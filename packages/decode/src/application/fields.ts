/** Fields of every application protocol. */

import type { FieldSpec } from "../field.ts";

export const APPLICATION_FIELDS: readonly FieldSpec[] = [];
