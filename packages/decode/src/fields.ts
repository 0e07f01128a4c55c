/** Every field that a tree can hold and a filter can name. */

import { APPLICATION_FIELDS } from "./application/fields.ts";
import type { FieldSpec } from "./field.ts";

export const FIELDS: readonly FieldSpec[] = [...APPLICATION_FIELDS];
