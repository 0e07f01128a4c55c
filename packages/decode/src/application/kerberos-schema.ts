/** What Kerberos messages are made of, RFC 4120 §5, with what Windows adds (MS-KILE). */

import { defineField, type FieldSpec, type FieldType, type ValueNames } from "../field.ts";
import type { Tree } from "../tree.ts";
import { type BerItem, readInteger, readItem, readItems } from "./ber.ts";
import { addShape, type Shape } from "./ber-schema.ts";
import {
  ENCRYPTION_TYPES,
  errorName,
  MESSAGE_TYPES,
  NAME_TYPES,
  PREAUTHENTICATION,
} from "./kerberos-values.ts";

/** Every field that is defined below. */
export const FIELDS: FieldSpec[] = [];

function define(name: string, type: FieldType, title: string, values?: ValueNames): FieldSpec {
  const known = FIELDS.find((field) => field.name === `kerberos.${name}`);
  if (known !== undefined) return known;
  const field = defineField(
    `kerberos.${name}`,
    type,
    title,
    values === undefined ? {} : { values },
  );
  FIELDS.push(field);
  return field;
}

function integer(name: string, title: string, values?: ValueNames): Shape {
  return { kind: "integer", spec: define(name, "int32", title, values) };
}

function unsigned(name: string, title: string): Shape {
  return { kind: "integer", spec: define(name, "uint32", title) };
}

function text(name: string, title: string): Shape {
  return { kind: "text", spec: define(name, "string", title) };
}

function time(name: string): Shape {
  return { kind: "time", spec: define(name, "absoluteTime", name) };
}

function octets(name: string, title: string): Shape {
  return { kind: "octets", spec: define(name, "bytes", title) };
}

function list(name: string, title: string, of: Shape): Shape {
  return { kind: "list", count: define(name, "uint32", title), of };
}

/** A structure; the group has no value and cannot be filtered by. */
export function structure(name: string, members: Readonly<Record<number, Shape>>): Shape {
  return { kind: "structure", group: defineField(`kerberos.${name}`, "protocol", name), members };
}

/** Flags by their place in the bit string, the first on the left. */
function flags(name: string, prefix: string, places: Readonly<Record<number, string>>): Shape {
  const bits = Object.entries(places).map(([place, title]) => {
    const mask = (0x8000_0000 >>> Number(place)) | 0;
    const field = defineField(
      `kerberos.${prefix}.${title.replaceAll("-", ".")}`,
      "boolean",
      title,
      {
        octets: 4,
        mask,
      },
    );
    FIELDS.push(field);
    return field;
  });
  return { kind: "bits", spec: define(name, "bytes", name.replaceAll("_", "-")), bits };
}

function principal(name: "cname" | "sname", part: string): Shape {
  return structure(`${name}_element`, {
    0: integer("name_type", "name-type", NAME_TYPES),
    1: list(`${name}_string`, `${name}-string`, text(part, part)),
  });
}

const CLIENT = principal("cname", "CNameString");
const SERVER = principal("sname", "SNameString");
const REALM = text("realm", "realm");
const CLIENT_REALM = text("crealm", "crealm");
const ENCRYPTION_TYPE = integer("etype", "etype", ENCRYPTION_TYPES);

const ENCRYPTED = {
  0: ENCRYPTION_TYPE,
  1: unsigned("kvno", "kvno"),
  2: octets("cipher", "cipher"),
} as const;
const ENCRYPTED_PART = structure("enc_part_element", ENCRYPTED);

const TICKET: Readonly<Record<number, Shape>> = {
  0: unsigned("tkt_vno", "tkt-vno"),
  1: REALM,
  2: SERVER,
  3: ENCRYPTED_PART,
};

/** A ticket lies in an application tag around its sequence. */
const TICKET_SHAPE: Shape = {
  kind: "opaque",
  spec: defineField("kerberos.ticket_element", "protocol", "ticket"),
  read: (tree, item, depth) => addInside(tree, structure("ticket", TICKET), item, depth),
};

const VERSION = integer("pvno", "pvno");
const TYPE = integer("msg_type", "msg-type", MESSAGE_TYPES);

const AP_REQUEST: Readonly<Record<number, Shape>> = {
  0: VERSION,
  1: TYPE,
  2: flags("ap_options", "APOptions", {
    0: "reserved",
    1: "use-session-key",
    2: "mutual-required",
  }),
  3: TICKET_SHAPE,
  4: structure("authenticator_element", ENCRYPTED),
};

const INCLUDE_PAC = structure("KERB_PA_PAC_REQUEST_element", {
  0: { kind: "boolean", spec: define("include_pac", "boolean", "include-pac") },
});
const ETYPE_INFO_2 = structure("ETYPE_INFO2_ENTRY_element", {
  0: ENCRYPTION_TYPE,
  1: text("info2_salt", "salt"),
  2: octets("s2kparams", "s2kparams"),
});
const ETYPE_INFO = structure("ETYPE_INFO_ENTRY_element", {
  0: ENCRYPTION_TYPE,
  1: octets("info_salt", "salt"),
});

const PREAUTH_TYPE = define("padata_type", "int32", "padata-type", PREAUTHENTICATION);
const PREAUTH_VALUE = define("padata_value", "bytes", "padata-value");
const PREAUTH_GROUP = defineField("kerberos.PA_DATA_element", "protocol", "PA-DATA");

const PreauthType = {
  TgsRequest: 1,
  Timestamp: 2,
  EtypeInfo: 11,
  EtypeInfo2: 19,
  Pac: 128,
} as const;

const PREAUTH_LIST: Shape = {
  kind: "opaque",
  spec: defineField("kerberos.padata", "protocol", "padata"),
  read: addPreauthentications,
};

const KDC_OPTIONS = flags("kdc_options", "KDCOptions", {
  0: "reserved",
  1: "forwardable",
  2: "forwarded",
  3: "proxiable",
  4: "proxy",
  5: "allow-postdate",
  6: "postdated",
  8: "renewable",
  11: "opt-hardware-auth",
  14: "constrained-delegation",
  15: "canonicalize",
  16: "request-anonymous",
  26: "disable-transited-check",
  27: "renewable-ok",
  28: "enc-tkt-in-skey",
  30: "renew",
  31: "validate",
});

const REQUEST: Readonly<Record<number, Shape>> = {
  1: VERSION,
  2: TYPE,
  3: PREAUTH_LIST,
  4: structure("req_body_element", {
    0: KDC_OPTIONS,
    1: CLIENT,
    2: REALM,
    3: SERVER,
    4: time("from"),
    5: time("till"),
    6: time("rtime"),
    7: unsigned("nonce", "nonce"),
    8: list("kdc-req-body.etype", "etype", integer("ENCTYPE", "ENCTYPE", ENCRYPTION_TYPES)),
    9: list("addresses", "addresses", {
      kind: "structure",
      group: defineField("kerberos.HostAddress_element", "protocol", "HostAddress"),
      members: { 0: integer("addr_type", "addr-type"), 1: text("addr_nb", "NetBIOS Name") },
    }),
    10: structure("enc_authorization_data_element", ENCRYPTED),
  }),
};

const REPLY: Readonly<Record<number, Shape>> = {
  0: VERSION,
  1: TYPE,
  2: PREAUTH_LIST,
  3: CLIENT_REALM,
  4: CLIENT,
  5: TICKET_SHAPE,
  6: ENCRYPTED_PART,
};

export const ERROR: Readonly<Record<number, Shape>> = {
  0: VERSION,
  1: TYPE,
  2: time("ctime"),
  3: integer("cusec", "cusec"),
  4: time("stime"),
  5: integer("susec", "susec"),
  6: integer("error_code", "error-code", errorName),
  7: CLIENT_REALM,
  8: CLIENT,
  9: REALM,
  10: SERVER,
  11: text("e_text", "e-text"),
  12: {
    kind: "opaque",
    spec: define("e_data", "bytes", "e-data"),
    read: (tree, item, depth) => {
      const inner = readItem(tree.view, item.value, item.end);
      if (inner?.tag === 0x30) addPreauthentications(tree, inner, depth);
    },
  },
};

/** Messages by their application tag. */
export const MESSAGES: Readonly<
  Record<number, readonly [info: string, members: Readonly<Record<number, Shape>>]>
> = {
  106: ["AS-REQ", REQUEST],
  107: ["AS-REP", REPLY],
  108: ["TGS-REQ", REQUEST],
  109: ["TGS-REP", REPLY],
  110: ["AP-REQ", AP_REQUEST],
  111: ["AP-REP", { 0: VERSION, 1: TYPE, 2: ENCRYPTED_PART }],
  116: ["KRB-SAFE", { 0: VERSION, 1: TYPE }],
  117: ["KRB-PRIV", { 0: VERSION, 1: TYPE, 3: ENCRYPTED_PART }],
  118: ["KRB-CRED", { 0: VERSION, 1: TYPE, 3: ENCRYPTED_PART }],
  126: ["KRB Error", ERROR],
};

/** Adds the sequence that an item holds. */
function addInside(tree: Tree, shape: Shape, item: BerItem, depth: number): void {
  const inner = readItem(tree.view, item.value, item.end);
  if (inner !== undefined) addShape(tree, shape, inner, depth);
}

function addPreauthentications(tree: Tree, item: BerItem, depth: number): void {
  const { view } = tree;
  for (const entry of readItems(view, item.value, item.end)) {
    const [typeTag, valueTag] = readItems(view, entry.value, entry.end);
    const type = typeTag && readItem(view, typeTag.value, typeTag.end);
    const value = valueTag && readItem(view, valueTag.value, valueTag.end);
    if (type === undefined) continue;
    const number = readInteger(view, type);
    const name = PREAUTHENTICATION[number] ?? String(number);
    tree.inside(tree.group(PREAUTH_GROUP, entry.start, entry.end, name), () => {
      const field = tree.value(PREAUTH_TYPE, number, type.start, type.end);
      if (value === undefined || value.value >= value.end) return;
      tree.inside(field, () => {
        tree.inside(tree.add(PREAUTH_VALUE, value.value, value.end - value.value), () => {
          addPreauthentication(tree, number, value, depth + 1);
        });
      });
    });
  }
}

function addPreauthentication(tree: Tree, type: number, value: BerItem, depth: number): void {
  const { view } = tree;
  const inner = readItem(view, value.value, value.end);
  if (inner === undefined) return;
  switch (type) {
    case PreauthType.TgsRequest:
      addInside(tree, structure("ap_req_element", AP_REQUEST), inner, depth);
      return;
    case PreauthType.Timestamp:
      addShape(tree, structure("pA_ENC_TIMESTAMP_element", ENCRYPTED), inner, depth);
      return;
    case PreauthType.Pac:
      addShape(tree, INCLUDE_PAC, inner, depth);
      return;
    case PreauthType.EtypeInfo:
    case PreauthType.EtypeInfo2: {
      const shape = type === PreauthType.EtypeInfo ? ETYPE_INFO : ETYPE_INFO_2;
      for (const entry of readItems(view, inner.value, inner.end)) {
        addShape(tree, shape, entry, depth);
      }
      return;
    }
    default:
      return;
  }
}
