import { readsMessages } from "./expected-message.contract.ts";
import { UFTP_PROTOCOL } from "./uftp.ts";

const MESSAGE = { transport: "udp", from: 40_000, to: 1044, protocol: "UFTP" } as const;

readsMessages("UFTP", UFTP_PROTOCOL, [
  {
    ...MESSAGE,
    name: "A transfer is announced",
    hex: "40010000 0a000001 96f4c304 009d0000 01060014 00000514 57a65c1d 00057a51",
    layers: "uftp:uftp4",
    info: "ANNOUNCE     ID=96F4C304",
    fields: { "uftp4.src_id": ["0x0a000001"], "uftp4.grtt": ["0.532215785796568"] },
  },
  {
    ...MESSAGE,
    name: "A block of a file",
    hex: "50090016 0a000001 0211a8c5 006c1800 09020001 00000005 2e736e64",
    layers: "uftp:uftp5",
    info: "FILESEG      ID=0211A8C5:0001  Section=0  Block=5",
    fields: { "uftp5.seq": ["22"], "uftp5.fileseg.file_id": ["0x0001"] },
  },
]);
