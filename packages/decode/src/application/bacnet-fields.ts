/** Fields of BACnet's link, network and application layers. */

import { defineField, type FieldSpec } from "../field.ts";
import { FieldList } from "../field-list.ts";
import { errorCodeName, objectTypeName, propertyName } from "./bacnet-names.ts";
import * as values from "./bacnet-values.ts";

const list = new FieldList();

export const FIELDS: readonly FieldSpec[] = list.specs;

list.define("bvlc", "protocol", "BACnet Virtual Link Control");
export const BVLC_TYPE: FieldSpec = list.define("bvlc.type", "uint8", "Type", {
  hex: true,
  values: { 129: "BACnet/IP (Annex J)", 130: "BACnet/IPV6 (Annex U)" },
});
export const BVLC_FUNCTION: FieldSpec = list.define("bvlc.function", "uint8", "Function", {
  hex: true,
  values: values.BVLC_FUNCTIONS,
});
export const BVLC_FUNCTION_IPV6: FieldSpec = list.define(
  "bvlc.function_ipv6",
  "uint8",
  "Function",
  { hex: true, values: values.BVLC_IPV6_FUNCTIONS },
);
export const BVLC_LENGTH: FieldSpec = list.define("bvlc.length", "uint16", "BVLC-Length");
export const BVLC_RESULT: FieldSpec = list.define("bvlc.result", "uint16", "Result", {
  hex: true,
  values: values.BVLC_RESULTS,
});
export const VIRTUAL_SOURCE: FieldSpec = list.define(
  "bvlc.virtual_source",
  "uint24",
  "BVLC-Virtual-Source",
);
export const VIRTUAL_DESTINATION: FieldSpec = list.define(
  "bvlc.virtual_dest",
  "uint24",
  "BVLC-Virtual-Destination",
);
export const BDT_IP: FieldSpec = list.define("bvlc.bdt_ip", "ipv4", "IP");
export const BDT_PORT: FieldSpec = list.define("bvlc.bdt_port", "uint16", "Port");
export const BDT_MASK: FieldSpec = list.define("bvlc.bdt_mask", "bytes", "Mask");
export const REGISTRATION_TTL: FieldSpec = list.define("bvlc.reg_ttl", "uint16", "TTL");
export const FDT_IP: FieldSpec = list.define("bvlc.fdt_ip", "ipv4", "IP");
export const FDT_IPV6: FieldSpec = list.define("bvlc.fdt_ipv6", "ipv6", "IP");
export const FDT_PORT: FieldSpec = list.define("bvlc.fdt_port", "uint16", "Port");
export const FDT_TTL: FieldSpec = list.define("bvlc.fdt_ttl", "uint16", "TTL");
export const FDT_TIMEOUT: FieldSpec = list.define("bvlc.fdt_timeout", "uint16", "Timeout");
export const FORWARDED_IP: FieldSpec = list.define("bvlc.fwd_ip", "ipv4", "IP");
export const FORWARDED_PORT: FieldSpec = list.define("bvlc.fwd_port", "uint16", "Port");
export const ORIGINAL_SOURCE: FieldSpec = list.define("bvlc.orig_source_addr", "ipv6", "IP");
export const ORIGINAL_PORT: FieldSpec = list.define("bvlc.orig_source_port", "uint16", "Port");

list.define("bacnet", "protocol", "Building Automation and Control Network NPDU");
export const VERSION: FieldSpec = list.define("bacnet.version", "uint8", "Version", {
  values: { 1: "ASHRAE 135-1995" },
});
export const CONTROL: FieldSpec = list.define("bacnet.control", "uint8", "Control", { hex: true });
export const CONTROL_NET: FieldSpec = controlBit("control_net", "NSDU contains", 0x80);
export const CONTROL_DEST: FieldSpec = controlBit("control_dest", "Destination Specifier", 0x20);
export const CONTROL_SRC: FieldSpec = controlBit("control_src", "Source specifier", 0x08);
export const CONTROL_EXPECT: FieldSpec = controlBit("control_expect", "Expecting Reply", 0x04);
export const CONTROL_HIGH: FieldSpec = controlBit("control_prio_high", "Priority", 0x02);
export const CONTROL_LOW: FieldSpec = controlBit("control_prio_low", "Priority", 0x01);
export const CONTROL_RESERVED_1: FieldSpec = controlBit("control_res1", "Reserved", 0x40);
export const CONTROL_RESERVED_2: FieldSpec = controlBit("control_res2", "Reserved", 0x10);
export const HOP_COUNT: FieldSpec = list.define("bacnet.hopc", "uint8", "Hop Count");
export const MESSAGE_TYPE: FieldSpec = list.define(
  "bacnet.mesgtyp",
  "uint8",
  "Network Layer Message Type",
  { hex: true, values: values.networkMessageName },
);
export const NETWORK_VENDOR: FieldSpec = list.define("bacnet.vendor", "uint16", "Vendor ID");
export const PERFORMANCE: FieldSpec = list.define("bacnet.perf", "uint8", "Performance Index");
export const REJECTED: FieldSpec = list.define("bacnet.rejectreason", "uint8", "Reject Reason");
export const PORT_MAPPINGS: FieldSpec = list.define(
  "bacnet.rportnum",
  "uint8",
  "Number of Port Mappings",
);
export const PORT_ID: FieldSpec = list.define("bacnet.portid", "uint8", "Port ID", { hex: true });
export const PORT_INFO_LENGTH: FieldSpec = list.define(
  "bacnet.pinfolen",
  "uint8",
  "Port Info Length",
);
export const PORT_INFO: FieldSpec = list.define("bacnet.pinfo", "bytes", "Port Inf");
export const TERMINATION_TIME: FieldSpec = list.define(
  "bacnet.term_time_value",
  "uint8",
  "Termination Time Value (seconds)",
);
export const NETWORK_NUMBER_STATUS: FieldSpec = list.define(
  "bacnet.netno_status",
  "uint8",
  "Network number status (enumerated)",
);

/** The fields of one of the two addresses that a network header may hold. */
export interface AddressFields {
  readonly network: FieldSpec;
  readonly length: FieldSpec;
  readonly mstp: FieldSpec;
  readonly ethernet: FieldSpec;
  readonly other: FieldSpec;
}

export const DESTINATION: AddressFields = {
  network: list.define("bacnet.dnet", "uint16", "Destination Network Address"),
  length: list.define("bacnet.dlen", "uint8", "Destination MAC Layer Address Length"),
  mstp: list.define("bacnet.dadr_mstp", "uint8", "DADR"),
  ethernet: list.define("bacnet.dadr_eth", "ether", "Destination ISO 8802-3 MAC Address"),
  other: list.define("bacnet.dadr_tmp", "bytes", "Unknown Destination MAC"),
};
export const SOURCE: AddressFields = {
  network: list.define("bacnet.snet", "uint16", "Source Network Address"),
  length: list.define("bacnet.slen", "uint8", "Source MAC Layer Address Length"),
  mstp: list.define("bacnet.sadr_mstp", "uint8", "SADR"),
  ethernet: list.define("bacnet.sadr_eth", "ether", "SADR"),
  other: list.define("bacnet.sadr_tmp", "bytes", "Unknown Source MAC"),
};

list.define("bacapp", "protocol", "Building Automation and Control Network APDU");
export const APDU_TYPE: FieldSpec = list.define("bacapp.type", "uint8", "APDU Type", {
  mask: 0xf0,
  values: values.APDU_TYPES,
});
export const PDU_FLAGS: FieldSpec = list.define("bacapp.pduflags", "uint8", "PDU Flags", {
  mask: 0x0f,
  hex: true,
});
export const SEGMENTED: FieldSpec = apduBit("segmented_request", "Segmented Request", 0x08);
export const MORE_SEGMENTS: FieldSpec = apduBit("more_segments", "More Segments", 0x04);
export const SEGMENTS_ACCEPTED: FieldSpec = apduBit("SA", "SA", 0x02);
export const NEGATIVE_ACK: FieldSpec = apduBit("NAK", "NAK", 0x02);
export const FROM_SERVER: FieldSpec = apduBit("SRV", "SRV", 0x01);
export const RESPONSE_SEGMENTS: FieldSpec = list.define(
  "bacapp.response_segments",
  "uint8",
  "Max Response Segments accepted",
  { mask: 0x70, values: values.SEGMENT_COUNTS },
);
export const APDU_SIZE: FieldSpec = list.define(
  "bacapp.max_adpu_size",
  "uint8",
  "Size of Maximum ADPU accepted",
  { mask: 0x0f, values: values.APDU_SIZES },
);
export const INVOKE_ID: FieldSpec = list.define("bacapp.invoke_id", "uint8", "Invoke ID");
export const SEQUENCE: FieldSpec = list.define(
  "bacapp.sequence_number",
  "uint8",
  "Sequence Number",
);
export const WINDOW: FieldSpec = list.define("bacapp.window_size", "uint8", "Proposed Window Size");
export const CONFIRMED_SERVICE: FieldSpec = list.define(
  "bacapp.confirmed_service",
  "uint8",
  "Service Choice",
  { values: values.CONFIRMED_SERVICES },
);
export const UNCONFIRMED_SERVICE: FieldSpec = list.define(
  "bacapp.unconfirmed_service",
  "uint8",
  "Unconfirmed Service Choice",
  { values: values.UNCONFIRMED_SERVICES },
);
export const REJECT_REASON: FieldSpec = list.define(
  "bacapp.reject_reason",
  "uint8",
  "Reject Reason",
  { values: values.REJECT_REASONS },
);
export const ABORT_REASON: FieldSpec = list.define("bacapp.abort_reason", "uint8", "Abort Reason", {
  values: values.ABORT_REASONS,
});

/** A node for one tag and its value; not a field that a filter names. */
export const TAG: FieldSpec = defineField("bacapp.tag", "protocol", "Tag");
export const TAG_CLASS: FieldSpec = list.define("bacapp.tag_class", "boolean", "Tag Class", {
  mask: 0x08,
  values: { 0: "Application Tag", 1: "Context Specific Tag" },
});
export const APPLICATION_TAG: FieldSpec = list.define(
  "bacapp.application_tag_number",
  "uint8",
  "Application Tag Number",
  { mask: 0xf0, values: values.TAG_NUMBERS },
);
export const CONTEXT_TAG: FieldSpec = list.define(
  "bacapp.context_tag_number",
  "uint8",
  "Context Tag Number",
  { mask: 0xf0 },
);
export const EXTENDED_TAG: FieldSpec = list.define(
  "bacapp.extended_tag_number",
  "uint8",
  "Extended Tag Number",
);
export const NAMED_TAG: FieldSpec = list.define("bacapp.named_tag", "uint8", "Named Tag", {
  mask: 0x07,
  values: values.NAMED_TAGS,
});
export const TAG_LENGTH: FieldSpec = list.define("bacapp.LVT", "uint8", "Length Value Type");
export const OBJECT_TYPE: FieldSpec = list.define("bacapp.objectType", "uint32", "Object Type", {
  mask: 0xffc0_0000,
  values: objectTypeName,
});
export const INSTANCE: FieldSpec = list.define(
  "bacapp.instance_number",
  "uint32",
  "Instance Number",
  { mask: 0x003f_ffff },
);
export const OBJECT_NAME: FieldSpec = list.define("bacapp.object_name", "string", "Object Name");
export const PROPERTY: FieldSpec = list.define(
  "bacapp.property_identifier",
  "uint32",
  "Property Identifier",
  { values: propertyName },
);
export const VENDOR: FieldSpec = list.define(
  "bacapp.vendor_identifier",
  "uint16",
  "Vendor Identifier",
);
export const PROCESS: FieldSpec = list.define("bacapp.processId", "uint32", "ProcessIdentifier");
export const EVENT_TYPE: FieldSpec = list.define("bacapp.event_type", "uint32", "Event Type", {
  values: values.EVENT_TYPES,
});
export const NOTIFY_TYPE: FieldSpec = list.define("bacapp.notify_type", "uint8", "Notify Type", {
  values: values.NOTIFY_TYPES,
});
export const FROM_STATE: FieldSpec = list.define("bacapp.from_state", "uint32", "From State", {
  values: values.EVENT_STATES,
});
export const TO_STATE: FieldSpec = list.define("bacapp.to_state", "uint32", "To State", {
  values: values.EVENT_STATES,
});
export const ERROR_CLASS: FieldSpec = list.define("bacapp.error_class", "uint32", "Error Class", {
  values: values.ERROR_CLASSES,
});
export const ERROR_CODE: FieldSpec = list.define("bacapp.error_code", "uint32", "Error Code", {
  values: errorCodeName,
});
export const LOW_LIMIT: FieldSpec = list.define(
  "bacapp.who_is.low_limit",
  "uint32",
  "Device Instance Range Low Limit",
);
export const HIGH_LIMIT: FieldSpec = list.define(
  "bacapp.who_is.high_limit",
  "uint32",
  "Device Instance Range High Limit",
);
export const CHARACTER_SET: FieldSpec = list.define(
  "bacapp.string_character_set",
  "uint8",
  "String Character Set",
  { values: values.CHARACTER_SETS },
);
export const UNUSED_BITS: FieldSpec = list.define("bacapp.unused_bits", "uint8", "Unused bits");
export const BIT: FieldSpec = list.define("bacapp.bit", "boolean", "bit");
export const VALUE_NULL: FieldSpec = presentValue("null", "string", "null");
export const VALUE_BOOLEAN: FieldSpec = presentValue("boolean", "boolean", "bool");
export const VALUE_UNSIGNED: FieldSpec = presentValue("uint", "uint64", "uint");
export const VALUE_SIGNED: FieldSpec = presentValue("int", "double", "int");
export const VALUE_REAL: FieldSpec = presentValue("real", "double", "real");
export const VALUE_DOUBLE: FieldSpec = presentValue("double", "double", "double");
export const VALUE_OCTETS: FieldSpec = presentValue("octet_string", "bytes", "octet string");
export const VALUE_TEXT: FieldSpec = presentValue("char_string", "string", "char string");
export const VALUE_BITS: FieldSpec = presentValue("bit_string", "string", "bit string");
export const VALUE_ENUMERATED: FieldSpec = presentValue("enum_index", "uint32", "enum index");

function controlBit(name: string, description: string, mask: number): FieldSpec {
  return list.define(`bacnet.${name}`, "boolean", description, { mask });
}

function apduBit(name: string, description: string, mask: number): FieldSpec {
  return list.define(`bacapp.${name}`, "boolean", description, { mask });
}

function presentValue(name: string, type: FieldSpec["type"], kind: string): FieldSpec {
  return list.define(`bacapp.present_value.${name}`, type, `Present Value (${kind})`);
}
