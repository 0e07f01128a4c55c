/** Values of BACnet's PDU headers and services, ANSI/ASHRAE 135-2020 clauses 20 and 21. */

/** Clause 20.1.1. */
export const APDU_TYPES: Readonly<Record<number, string>> = {
  0: "Confirmed-REQ",
  1: "Unconfirmed-REQ",
  2: "Simple-ACK",
  3: "Complex-ACK",
  4: "Segment-ACK",
  5: "Error",
  6: "Reject",
  7: "Abort",
};

export const CONFIRMED_SERVICES: Readonly<Record<number, string>> = {
  0: "acknowledgeAlarm",
  1: "confirmedCOVNotification",
  2: "confirmedEventNotification",
  3: "getAlarmSummary",
  4: "getEnrollmentSummary",
  5: "subscribeCOV",
  6: "atomicReadFile",
  7: "atomicWriteFile",
  8: "addListElement",
  9: "removeListElement",
  10: "createObject",
  11: "deleteObject",
  12: "readProperty",
  13: "readPropertyConditional",
  14: "readPropertyMultiple",
  15: "writeProperty",
  16: "writePropertyMultiple",
  17: "deviceCommunicationControl",
  18: "confirmedPrivateTransfer",
  19: "confirmedTextMessage",
  20: "reinitializeDevice",
  21: "vtOpen",
  22: "vtClose",
  23: "vtData",
  24: "authenticate",
  25: "requestKey",
  26: "readRange",
  27: "lifeSafetyOperation",
  28: "subscribeCOVProperty",
  29: "getEventInformation",
  30: "subscribeCovPropertyMultiple",
  31: "confirmedCovNotificationMultiple",
  32: "confirmedAuditNotification",
  33: "auditLogQuery",
};

export const UNCONFIRMED_SERVICES: Readonly<Record<number, string>> = {
  0: "i-Am",
  1: "i-Have",
  2: "unconfirmedCOVNotification",
  3: "unconfirmedEventNotification",
  4: "unconfirmedPrivateTransfer",
  5: "unconfirmedTextMessage",
  6: "timeSynchronization",
  7: "who-Has",
  8: "who-Is",
  9: "utcTimeSynchronization",
  10: "writeGroup",
  11: "unconfirmedCovNotificationMultiple",
  12: "unconfirmedAuditNotification",
  13: "who-am-I",
  14: "you-are",
};

export const ABORT_REASONS: Readonly<Record<number, string>> = {
  0: "other",
  1: "buffer-overflow",
  2: "invalid-apdu-in-this-state",
  3: "preempted-by-higher-priority-task",
  4: "segmentation-not-supported",
  5: "security-error",
  6: "insufficient-security",
  7: "window-size-out-of-range",
  8: "application-exceeded-reply-time",
  9: "out-of-resources",
  10: "tsm-timeout",
  11: "apdu-too-long",
};

export const REJECT_REASONS: Readonly<Record<number, string>> = {
  0: "other",
  1: "buffer-overflow",
  2: "inconsistent-parameters",
  3: "invalid-parameter-data-type",
  4: "invalid-tag",
  5: "missing-required-parameter",
  6: "parameter-out-of-range",
  7: "too-many-arguments",
  8: "undefined-enumeration",
  9: "unrecognized-service",
};

export const ERROR_CLASSES: Readonly<Record<number, string>> = {
  0: "device",
  1: "object",
  2: "property",
  3: "resources",
  4: "security",
  5: "services",
  6: "vt",
  7: "communication",
};

/** Clause 20.2.1.4. */
export const TAG_NUMBERS: Readonly<Record<number, string>> = {
  0: "Null",
  1: "Boolean",
  2: "Unsigned Integer",
  3: "Signed Integer (2's complement notation)",
  4: "Real (ANSI/IEE-754 floating point)",
  5: "Double (ANSI/IEE-754 double precision floating point)",
  6: "Octet String",
  7: "Character String",
  8: "Bit String",
  9: "Enumerated",
  10: "Date",
  11: "Time",
  12: "BACnetObjectIdentifier",
  13: "reserved by ASHRAE",
  14: "reserved by ASHRAE",
  15: "reserved by ASHRAE",
};

export const EVENT_TYPES: Readonly<Record<number, string>> = {
  0: "change-of-bitstring",
  1: "change-of-state",
  2: "change-of-value",
  3: "command-failure",
  4: "floating-limit",
  5: "out-of-range",
  6: "complex-event-type",
  7: "(deprecated)buffer-ready",
  8: "change-of-life-safety",
  9: "extended",
  10: "buffer-ready",
  11: "unsigned-range",
  13: "access-event",
  14: "double-out-of-range",
  15: "signed-out-of-range",
  16: "unsigned-out-of-range",
  17: "change-of-characterstring",
  18: "change-of-status-flags",
  19: "change-of-reliability",
  20: "none",
  21: "change-of-discrete-value",
  22: "change-of-timer",
};

export const EVENT_STATES: Readonly<Record<number, string>> = {
  0: "normal",
  1: "fault",
  2: "offnormal",
  3: "high-limit",
  4: "low-limit",
  5: "life-safety-alarm",
};

export const NOTIFY_TYPES: Readonly<Record<number, string>> = {
  0: "alarm",
  1: "event",
  2: "ack-notification",
};

/** Clause 20.1.2.5. */
export const APDU_SIZES: Readonly<Record<number, string>> = {
  0: "Up to MinimumMessageSize (50 octets)",
  1: "Up to 128 octets",
  2: "Up to 206 octets (fits in a LonTalk frame)",
  3: "Up to 480 octets (fits in an ARCNET frame)",
  4: "Up to 1024 octets",
  5: "Up to 1476 octets (fits in an ISO 8802-3 frame)",
  6: "reserved by ASHRAE",
  7: "reserved by ASHRAE",
  8: "reserved by ASHRAE",
  9: "reserved by ASHRAE",
  10: "reserved by ASHRAE",
  11: "reserved by ASHRAE",
  12: "reserved by ASHRAE",
  13: "reserved by ASHRAE",
  14: "reserved by ASHRAE",
  15: "reserved by ASHRAE",
};

/** Clause 20.1.2.4. */
export const SEGMENT_COUNTS: Readonly<Record<number, string>> = {
  0: "Unspecified",
  1: "2 segments",
  2: "4 segments",
  3: "8 segments",
  4: "16 segments",
  5: "32 segments",
  6: "64 segments",
  7: "Greater than 64 segments",
};

export const NAMED_TAGS: Readonly<Record<number, string>> = {
  5: "Extended Value",
  6: "Opening Tag",
  7: "Closing Tag",
};

/** Clause 20.2.9. */
export const CHARACTER_SETS: Readonly<Record<number, string>> = {
  0: "ANSI X3.4 / UTF-8 (since 2010)",
  1: "IBM/Microsoft DBCS",
  2: "JIS C 6226",
  3: "ISO 10646 (UCS-4)",
  4: "ISO 10646 (UCS-2)",
  5: "ISO 8859-1",
};

/** Annex J.2. */
export const BVLC_FUNCTIONS: Readonly<Record<number, string>> = {
  0: "BVLC-Result",
  1: "Write-Broadcast-Distribution-Table",
  2: "Read-Broadcast-Distribution-Table",
  3: "Read-Broadcast-Distribution-Table-Ack",
  4: "Forwarded-NPDU",
  5: "Register-Foreign-Device",
  6: "Read-Foreign-Device-Table",
  7: "Read-Foreign-Device-Table-Ack",
  8: "Delete-Foreign-Device-Table-Entry",
  9: "Distribute-Broadcast-To-Network",
  10: "Original-Unicast-NPDU",
  11: "Original-Broadcast-NPDU",
  12: "Secured-BVLL",
};

/** Clause 6.2.4. */
const NETWORK_MESSAGES: Readonly<Record<number, string>> = {
  0: "Who-Is-Router-To-Network",
  1: "I-Am-Router-To-Network",
  2: "I-Could-Be-Router-To-Network",
  3: "Reject-Message-To-Network",
  4: "Router-Busy-To-Network",
  5: "Router-Available-To-Network",
  6: "Initialize-Routing-Table",
  7: "Initialize-Routing-Table-Ack",
  8: "Establish-Connection-To-Network",
  9: "Disconnect-Connection-To-Network",
  10: "Challenge-Request",
  11: "Security-Payload",
  12: "Security-Response",
  13: "Request-Key-Update",
  14: "Update-Keyset",
  15: "Update-distribution-Key",
  16: "Request-Masterkey",
  17: "Set-Masterkey",
  18: "What-Is-Networknumber",
  19: "Networknumber-Is",
};

/** `I-Am-Router-To-Network`. */
export function networkMessageName(type: number): string {
  const reserved = type < 0x80 ? "Reserved for Use by ASHRAE" : "Vendor Proprietary Message";
  return NETWORK_MESSAGES[type] ?? reserved;
}

/** Annex J.2.1.1. */
export const BVLC_RESULTS: Readonly<Record<number, string>> = {
  0: "Successful completion",
  16: "Write-Broadcast-Distribution-Table NAK",
  32: "Read-Broadcast-Distribution-Table NAK",
  48: "Register-Foreign-Device NAK",
  64: "Read-Foreign-Device-Table NAK",
  80: "Delete-Foreign-Device-Table-Entry NAK",
  96: "Distribute-Broadcast-To-Network NAK",
};

/** Annex U.2. */
export const BVLC_IPV6_FUNCTIONS: Readonly<Record<number, string>> = {
  0: "BVLC-Result",
  1: "Original-Unicast-NPDU",
  2: "Original-Broadcast-NPDU",
  3: "Address-Resolution",
  4: "Forwarded-Address-Resolution",
  5: "Address-Resolution-ACK",
  6: "Virtual-Address-Resolution",
  7: "Virtual-Address-Resolution-ACK",
  8: "Forwarded-NPDU",
  9: "Register-Foreign-Device",
  10: "Delete-Foreign-Device-Table-Entry",
  11: "Secure-BVLL",
  12: "Distribute-Broadcast-To-Network",
};
