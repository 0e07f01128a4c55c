import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { KERBEROS_PROTOCOL } from "./kerberos.ts";

function message(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "udp",
    from: 40_000,
    to: 88,
    hex,
    layers: "kerberos:krb4",
    protocol: "KRB4",
    info: "",
    ...rest,
  };
}

/** `bob`, no instance, the realm `A.B`. */
const WHO = "626f6200 00 412e4200";

readsMessages("Kerberos 4", KERBEROS_PROTOCOL, [
  message("A ticket is asked for", `0402 ${WHO} 386d4380 60 6b726200 4100`, {
    fields: {
      "krb4.m_type": ["0x01"],
      "krb4.name": ["bob"],
      "krb4.realm": ["A.B"],
      "krb4.time_sec": ["Jan  1, 2000 00:00:00.000000000 UTC"],
      "krb4.lifetime": ["96"],
      "krb4.s_name": ["krb"],
      "krb4.s_instance": ["A"],
    },
    info: "KDC Request",
  }),
  message("A ticket, least octet first", `0405 ${WHO} 80436d38 01 80436d38 02 0400 deadbeef`, {
    fields: {
      "krb4.byte_order": ["0x01"],
      "krb4.exp_date": ["Jan  1, 2000 00:00:00.000000000 UTC"],
      "krb4.kvno": ["2"],
      "krb4.length": ["4"],
      "krb4.encrypted_blob": ["deadbeef"],
    },
    info: "KDC Reply",
  }),
  message("A ticket is shown to a service", "0408 01 4100 02 01 aabb cc", {
    fields: { "krb4.ticket.blob": ["aabb"], "krb4.request.blob": ["cc"] },
    info: "Appl Request Mutual",
  }),
  message("Version 24 is not read", "1802 00", {
    layers: "data",
    protocol: "UDP",
    info: "40000 → 88 Len=3",
  }),
]);
