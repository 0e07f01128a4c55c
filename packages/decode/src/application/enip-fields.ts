/** Fields of EtherNet/IP's encapsulation, CIP Networks Library volume 2 chapter 2. */

import type { FieldSpec } from "../field.ts";
import { FieldList } from "../field-list.ts";

/** Section 2-3.2. */
export const COMMANDS: Readonly<Record<number, string>> = {
  0: "NOP",
  4: "List Services",
  99: "List Identity",
  100: "List Interfaces",
  101: "Register Session",
  102: "Unregister Session",
  111: "Send RR Data",
  112: "Send Unit Data",
  200: "StartDTLS",
};

const STATUSES: Readonly<Record<number, string>> = {
  0: "Success",
  1: "Invalid Command",
  2: "No Memory Resources",
  3: "Incorrect Data",
  100: "Invalid Session Handle",
  101: "Invalid Length",
  105: "Unsupported Protocol Revision",
  106: "Encapsulated CIP service not allowed on this port",
};

/** Section 2-6.1. */
const ITEM_TYPES: Readonly<Record<number, string>> = {
  0: "Null Address Item",
  12: "CIP Identity",
  134: "CIP Security Information",
  135: "EtherNet/IP Capability",
  136: "EtherNet/IP Usage",
  161: "Connected Address Item",
  177: "Connected Data Item",
  178: "Unconnected Data Item",
  256: "List Services Response",
  32768: "Socket Address Info O->T",
  32769: "Socket Address Info T->O",
  32770: "Sequenced Address Item",
  32771: "Unconnected Message over UDP",
};

const list = new FieldList();

export const FIELDS: readonly FieldSpec[] = list.specs;

list.define("enip", "protocol", "EtherNet/IP (Industrial Protocol)");
export const COMMAND: FieldSpec = list.define("enip.command", "uint16", "Command", {
  hex: true,
  littleEndian: true,
  values: COMMANDS,
});
export const LENGTH: FieldSpec = word("enip.length", "Length");
export const SESSION: FieldSpec = handle("enip.session", "Session Handle");
export const STATUS: FieldSpec = list.define("enip.status", "uint32", "Status", {
  hex: true,
  littleEndian: true,
  values: STATUSES,
});
export const CONTEXT: FieldSpec = list.define("enip.context", "bytes", "Sender Context", {
  octets: 8,
});
export const DELAY: FieldSpec = word("enip.listid_delay", "Max Response Delay");
export const OPTIONS: FieldSpec = handle("enip.options", "Options");
export const DATA: FieldSpec = list.define("enip.encap_data", "bytes", "Encap Data");
export const VERSION: FieldSpec = word("enip.rs.version", "Protocol Version");
export const REGISTER_FLAGS: FieldSpec = hexWord("enip.rs.flags", "Option Flags");
export const RR_INTERFACE: FieldSpec = handle("enip.srrd.iface", "Interface Handle");
export const UNIT_INTERFACE: FieldSpec = handle("enip.sud.iface", "Interface Handle");
export const TIMEOUT: FieldSpec = word("enip.timeout", "Timeout");
export const ITEM_COUNT: FieldSpec = word("enip.cpf.itemcount", "Item Count");
export const ITEM_TYPE: FieldSpec = list.define("enip.cpf.typeid", "uint16", "Type ID", {
  hex: true,
  littleEndian: true,
  values: ITEM_TYPES,
});
export const ITEM_LENGTH: FieldSpec = word("enip.cpf.length", "Length");
export const CONNECTION: FieldSpec = handle("enip.cpf.cai.connid", "Connection ID");
export const SEQUENCED_CONNECTION: FieldSpec = handle("enip.cpf.sai.connid", "Connection ID");
export const SEQUENCE: FieldSpec = list.define(
  "enip.cpf.sai.seq",
  "uint32",
  "Encapsulation Sequence Number",
  { littleEndian: true },
);
export const ITEM_DATA: FieldSpec = list.define("enip.cpf.data", "bytes", "Data");
export const ENCAPSULATION: FieldSpec = word("enip.encapver", "Encapsulation Protocol Version");
export const FAMILY: FieldSpec = list.define("enip.sinfamily", "uint16", "sin_family");
export const PORT: FieldSpec = list.define("enip.sinport", "uint16", "sin_port");
export const ADDRESS: FieldSpec = list.define("enip.sinaddr", "ipv4", "sin_addr");
export const ZERO: FieldSpec = list.define("enip.sinzero", "bytes", "sin_zero", { octets: 8 });
export const VENDOR: FieldSpec = hexWord("enip.lir.vendor", "Vendor ID");
export const DEVICE_TYPE: FieldSpec = word("enip.lir.devtype", "Device Type");
export const PRODUCT: FieldSpec = word("enip.lir.prodcode", "Product Code");
export const REVISION: FieldSpec = list.define("enip.lir.revision", "uint16", "Revision");
export const DEVICE_STATUS: FieldSpec = hexWord("enip.lir.status", "Status");
export const SERIAL: FieldSpec = handle("enip.lir.serial", "Serial Number");
export const NAME_LENGTH: FieldSpec = list.define(
  "enip.lir.namelen",
  "uint8",
  "Product Name Length",
);
export const NAME: FieldSpec = list.define("enip.lir.name", "string", "Product Name");
export const STATE: FieldSpec = list.define("enip.lir.state", "uint8", "State", { hex: true });
export const CAPABILITIES: FieldSpec = hexWord("enip.lsr.capaflags", "Capability Flags");
export const SERVICE_NAME: FieldSpec = list.define(
  "enip.lsr.servicename",
  "string",
  "Name of Service",
  { octets: 16 },
);

function word(name: string, description: string): FieldSpec {
  return list.define(name, "uint16", description, { littleEndian: true });
}

function hexWord(name: string, description: string): FieldSpec {
  return list.define(name, "uint16", description, { hex: true, littleEndian: true });
}

function handle(name: string, description: string): FieldSpec {
  return list.define(name, "uint32", description, { hex: true, littleEndian: true });
}
