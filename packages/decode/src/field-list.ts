/** Collects the fields of a protocol as they are defined, so that none is left out of its list. */

import { defineField, type FieldOptions, type FieldSpec, type FieldType } from "./field.ts";

export class FieldList {
  readonly specs: FieldSpec[] = [];

  /** As `defineField`; the field joins the list. */
  define(
    name: string,
    type: FieldType,
    description: string,
    options: FieldOptions = {},
  ): FieldSpec {
    const spec = defineField(name, type, description, options);
    this.specs.push(spec);
    return spec;
  }
}
