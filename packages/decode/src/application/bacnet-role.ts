/**
 * What the parameters of BACnet's services mean, ANSI/ASHRAE 135-2020 clauses 13 to 17 and 21.
 *
 * A parameter is known by its path of context tags (`1/0` is tag 0 inside tag 1), or by `#n`, the n-th
 * application-tagged value where the service has no context tags.
 */

export type Role =
  | "object"
  | "property"
  | "value"
  | "process"
  | "vendor"
  | "objectType"
  | "objectName"
  | "text"
  | "lowLimit"
  | "highLimit"
  | "eventType"
  | "notifyType"
  | "fromState"
  | "toState"
  | "errorClass"
  | "errorCode";

export type Roles = Readonly<Record<string, Role>>;

const PROPERTY_OF_OBJECT: Roles = { 0: "object", 1: "property", 3: "value" };
const ACKNOWLEDGE_ALARM: Roles = { 1: "object", 4: "text" };
const COV_NOTIFICATION: Roles = {
  0: "process",
  1: "object",
  2: "object",
  "4/0": "property",
  "4/2": "value",
};
const COV_NOTIFICATION_MULTIPLE: Roles = {
  0: "process",
  1: "object",
  "4/0": "object",
  "4/1/0": "property",
  "4/1/2": "value",
};
const EVENT_NOTIFICATION: Roles = {
  0: "process",
  1: "object",
  2: "object",
  6: "eventType",
  7: "text",
  8: "notifyType",
  10: "fromState",
  11: "toState",
};
const PRIVATE_TRANSFER: Roles = { 0: "vendor" };
const FIRST_VALUE_IS_OBJECT: Roles = { "#0": "object" };
const FIRST_TAG_IS_OBJECT: Roles = { 0: "object" };
const TEXT_MESSAGE: Roles = { 0: "object", "1/1": "text", 3: "text" };

/** By service choice, requests. */
export const CONFIRMED_REQUEST_ROLES: Readonly<Record<number, Roles>> = {
  0: ACKNOWLEDGE_ALARM,
  1: COV_NOTIFICATION,
  2: EVENT_NOTIFICATION,
  5: { 0: "process", 1: "object" },
  6: FIRST_VALUE_IS_OBJECT,
  7: FIRST_VALUE_IS_OBJECT,
  8: PROPERTY_OF_OBJECT,
  9: PROPERTY_OF_OBJECT,
  10: { "0/0": "objectType", "0/1": "object", "1/0": "property", "1/2": "value" },
  11: FIRST_VALUE_IS_OBJECT,
  12: PROPERTY_OF_OBJECT,
  14: { 0: "object", "1/0": "property" },
  15: PROPERTY_OF_OBJECT,
  16: { 0: "object", "1/0": "property", "1/2": "value" },
  17: { 2: "text" },
  18: PRIVATE_TRANSFER,
  19: TEXT_MESSAGE,
  20: { 1: "text" },
  26: { 0: "object", 1: "property" },
  27: { 1: "text", 3: "object" },
  28: { 1: "object", "4/0": "property" },
  29: FIRST_TAG_IS_OBJECT,
  30: { "4/0": "object", "4/1/0/0": "property" },
  31: COV_NOTIFICATION_MULTIPLE,
};

/** By service choice, acknowledgements with data. */
export const CONFIRMED_ACK_ROLES: Readonly<Record<number, Roles>> = {
  10: FIRST_VALUE_IS_OBJECT,
  12: PROPERTY_OF_OBJECT,
  14: {
    0: "object",
    "1/2": "property",
    "1/4": "value",
    "1/5/#0": "errorClass",
    "1/5/#1": "errorCode",
  },
  18: PRIVATE_TRANSFER,
  26: { 0: "object", 1: "property" },
  29: { "0/0": "object", "0/1": "fromState", "0/4": "notifyType" },
};

/** By service choice. */
export const UNCONFIRMED_ROLES: Readonly<Record<number, Roles>> = {
  0: { "#0": "object", "#3": "vendor" },
  1: { "#0": "object", "#1": "object", "#2": "objectName" },
  2: COV_NOTIFICATION,
  3: EVENT_NOTIFICATION,
  4: PRIVATE_TRANSFER,
  5: TEXT_MESSAGE,
  7: { 0: "lowLimit", 1: "highLimit", 2: "object", 3: "objectName" },
  8: { 0: "lowLimit", 1: "highLimit" },
  11: COV_NOTIFICATION_MULTIPLE,
  13: { "#0": "vendor" },
  14: { "#0": "vendor", "#3": "object" },
};

/** An error PDU, bare or inside the error of a service that says more. */
export const ERROR_ROLES: Roles = {
  "#0": "errorClass",
  "#1": "errorCode",
  "0/#0": "errorClass",
  "0/#1": "errorCode",
};
