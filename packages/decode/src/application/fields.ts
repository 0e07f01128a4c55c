/** Fields of every application protocol. */

import { defineField, type FieldSpec } from "../field.ts";
import { Protocol } from "../protocol.ts";
import { protocolInfo } from "../protocol-info.ts";
import { REGISTRY } from "./registry.ts";

const READ: readonly FieldSpec[] = REGISTRY.flatMap(({ fields }) => fields);
const READ_NAMES: ReadonlySet<string> = new Set(READ.map(({ name }) => name));

/** Protocols that are named but not read: their names alone can be filtered by. */
const NAMED: readonly FieldSpec[] = Object.values(Protocol)
  .filter((protocol) => protocol >= Protocol.Ntp)
  .map((protocol) => protocolInfo(protocol))
  .filter(({ filterName }) => filterName !== "" && !READ_NAMES.has(filterName))
  .map(({ filterName, title }) => defineField(filterName, "protocol", title));

export const APPLICATION_FIELDS: readonly FieldSpec[] = [...READ, ...NAMED];
