import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { IEC104_PROTOCOL } from "./iec104.ts";

function unit(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "tcp",
    from: 2404,
    to: 40_000,
    hex,
    layers: "iec60870_104:iec60870_asdu",
    protocol: "IEC 60870-5 ASDU",
    info: "",
    ...rest,
  };
}

readsMessages("IEC 60870-5-104", IEC104_PROTOCOL, [
  unit("A test of the link", "68 04 43 00 00 00", {
    layers: "iec60870_104",
    protocol: "IEC 60870-5-104",
    fields: { "iec60870_104.type": ["0x00000003"], "iec60870_104.utype": ["0x00000010"] },
    info: "-> U (TESTFR act) ",
  }),
  unit("What was received is confirmed", "68 04 01 00 08 00", {
    from: 40_000,
    to: 2404,
    layers: "iec60870_104",
    protocol: "IEC 60870-5-104",
    fields: { "iec60870_104.rx": ["4"] },
    info: "<- S (4) ",
  }),
  unit("Three points in a row", "68 10 0400 0200 01 83 14 00 0d91 1a2700 01 00 80", {
    fields: {
      "iec60870_104.tx": ["2"],
      "iec60870_asdu.typeid": ["1"],
      "iec60870_asdu.sq": ["1"],
      "iec60870_asdu.numix": ["3"],
      "iec60870_asdu.addr": ["37133"],
      "iec60870_asdu.ioa": ["10010", "10011", "10012"],
      "iec60870_asdu.siq.spi": ["1", "0", "0"],
      "iec60870_asdu.siq.iv": ["0", "0", "1"],
    },
    info: "-> I (2,1) ASDU=37133 M_SP_NA_1 Inrogen IOA[3]=10010-10012",
  }),
  unit(
    "A measured value with its time",
    "68 19 0000 0000 24 01 03 00 0100 070000 0000c03f 00 e8030a0c1d0818",
    {
      fields: {
        "iec60870_asdu.float": ["1.5"],
        "iec60870_asdu.cp56time": ["Aug 29, 2024 12:10:01.000000000 UTC"],
        "iec60870_asdu.causetx": ["3"],
      },
      info: "-> I (0,0) ASDU=1 M_ME_TF_1 Spont   IOA=7",
    },
  ),
  unit("A command that is refused", "68 0e 0200 0200 2d 01 47 00 0100 ce5600 01", {
    from: 40_000,
    to: 2404,
    fields: { "iec60870_asdu.nega": ["1"], "iec60870_asdu.sco.on": ["1"] },
    info: "<- I (1,1) ASDU=1 C_SC_NA_1 ActCon_NEGA IOA=22222",
  }),
]);
