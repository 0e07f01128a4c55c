import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import { Conversation } from "../stream/conversation.ts";
import { Tree } from "../tree.ts";
import {
  ascii,
  dissectAll,
  packetsOf,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { IMAP_PROTOCOL } from "./imap.ts";
import { POP_PROTOCOL } from "./pop.ts";
import { SMTP_PROTOCOL } from "./smtp.ts";

type Line = readonly [side: "C" | "S", text: string];

function samples(port: number, lines: readonly Line[]): Sample[] {
  return lines.map(([side, text]) => ({
    transport: "tcp",
    from: side === "C" ? 50_000 : port,
    to: side === "C" ? port : 50_000,
    payload: ascii(text),
  }));
}

/** The protocols of every line, read as one conversation whatever its content looks like. */
function steps(protocol: ApplicationProtocol, port: number, lines: readonly Line[]): string[] {
  const packets = packetsOf(samples(port, lines));
  const conversation = new Conversation(0, packets[0]!);
  return packets.map((packet) => {
    const tree = new Tree(packet);
    protocol.dissect(packet, tree, conversation);
    return tree.protocols.join(":");
  });
}

const MAIL =
  'From: "Doe, Jane" <jane@example.org>\r\nTo: joe@example.org\r\nSubject: a long\r\n subject\r\n' +
  'X-Own: 1\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\nto be ignored\r\n' +
  "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: image/png\r\n\r\nnone\r\n--b--\r\n";

const SMTP_LINES: readonly Line[] = [
  ["S", "220-mail.example ESMTP\r\n220 ready\r\n"],
  ["C", "EHLO client\r\n"],
  ["S", "250-mail.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n"],
  ["C", "AUTH LOGIN\r\n"],
  ["S", "334 VXNlcm5hbWU6\r\n"],
  ["C", "dXNlcg==\r\n"],
  ["C", "cGFzcw==\r\n"],
  ["C", "MAIL FROM:<jane@example.org>\r\nDATA\r\n"],
  ["S", "354 go ahead\r\n"],
  ["C", MAIL.slice(0, 50)],
  ["C", `${MAIL.slice(50)}.\r\n`],
  ["C", "STARTTLS\r\n"],
  ["S", "220 go\r\n"],
];

describe("SMTP", () => {
  const packets = dissectAll(samples(25, SMTP_LINES));

  test.for([
    [0, "smtp.response.code", ["220", "220"]],
    [1, "smtp.req.command", ["EHLO"]],
    [1, "smtp.req.parameter", ["client"]],
    [2, "smtp.rsp.parameter", ["mail.example", "PIPELINING", "STARTTLS"]],
    [5, "smtp.auth.username", ["dXNlcg=="]],
    [6, "smtp.auth.password", ["cGFzcw=="]],
    [9, "frame.protocols", ["raw:ip:tcp:smtp:data-text-lines"]],
    [10, "frame.protocols", ["raw:ip:tcp:smtp:imf:mime_multipart:data-text-lines:media"]],
    [10, "imf.from", ['"Doe, Jane" <jane@example.org>']],
    [10, "imf.display_name", ['"Doe, Jane"']],
    [10, "imf.address", ["jane@example.org", "joe@example.org"]],
    [10, "imf.subject", ["a long subject"]],
    [10, "imf.extension.type", ["x-own"]],
    [10, "imf.content.type.type", ["multipart/mixed"]],
    [10, "mime_multipart.header.content-type", ["text/plain", "image/png"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list shows commands, replies and what the mail is", () => {
    const rows = packets.map((layers) => columnsOf(layers));
    expect(rows.map(({ info }) => info).slice(0, 11)).toEqual([
      "S: 220-mail.example ESMTP | ready",
      "C: EHLO client",
      "S: 250-mail.example | PIPELINING | STARTTLS",
      "C: AUTH LOGIN",
      "S: 334 VXNlcm5hbWU6",
      "C: User: dXNlcg==",
      "C: Pass: cGFzcw==",
      "C: MAIL FROM:<jane@example.org> | DATA",
      "S: 354 go ahead",
      "C: DATA fragment, 50 bytes",
      'from: "Doe, Jane" <jane@example.org>, subject: a long subject,  (text/plain) (image/png)',
    ]);
    expect(rows[10]!.protocol).toBe("SMTP/IMF");
  });

  test.for([
    ["C", "MAIL FROM:<a>\r\nDATA\r\nFrom: b", 15],
    ["C", "DATA\r\nFrom: b", 6],
    ["C", "MAIL FROM", 0],
    ["S", "250-a\r\n", 0],
    ["S", "250-a\r\n250 b\r\n", 14],
  ] as const)("A message of %s %j has %i octets", ([side, text, expected]) => {
    const [packet] = packetsOf(samples(25, [[side, text]]));
    const view = new DataView(ascii(text).buffer);
    const conversation = new Conversation(0, packet!);
    const length = SMTP_PROTOCOL.messageLength!(view, 0, text.length, conversation, packet!);
    expect(length).toBe(expected === 15 ? text.indexOf("\r\nFrom") + 2 : expected);
  });

  readsAnything(SMTP_PROTOCOL, samples(25, SMTP_LINES));
});

const POP_LINES: readonly Line[] = [
  ["S", "+OK POP3 ready\r\n"],
  ["C", "RETR 1\r\n"],
  ["S", "+OK 30 octets\r\nFrom: a@example\r\n"],
  ["S", "\r\nhello there\r\n.\r\n"],
  ["C", "STLS\r\n"],
  ["S", "+OK begin\r\n"],
];

describe("POP", () => {
  const packets = dissectAll(samples(110, POP_LINES));

  test.for([
    [0, "pop.response.indicator", ["+OK"]],
    [0, "pop.response.description", ["POP3 ready"]],
    [1, "pop.request.command", ["RETR"]],
    [1, "pop.request.parameter", ["1"]],
    [2, "pop.response.data", ["From: a@example"]],
    [3, "imf.from", ["a@example"]],
    [3, "frame.protocols", ["raw:ip:tcp:pop:imf"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  readsAnything(POP_PROTOCOL, samples(110, POP_LINES));
});

const IMAP_LINES: readonly Line[] = [
  ["S", "* OK IMAP4rev1 ready\r\n"],
  ["C", 'a1 LOGIN "joe" secret\r\n'],
  ["S", "a1 OK LOGIN completed\r\n"],
  ["C", "a2 UID FETCH 1 BODY.PEEK[HEADER]\r\n"],
  ["S", "* 1 FETCH (BODY[HEADER] {21}\r\nSubject: news\r\nA: b\r\n)\r\n"],
  ["C", "a3 STARTTLS\r\n"],
  ["S", "a3 OK begin\r\n"],
];

describe("IMAP", () => {
  const packets = dissectAll(samples(143, IMAP_LINES));

  test.for([
    [0, "imap.isrequest", ["0"]],
    [0, "imap.response.status", ["OK"]],
    [1, "imap.request_tag", ["a1"]],
    [1, "imap.request.username", ["joe"]],
    [1, "imap.request.password", ["secret"]],
    [2, "imap.response.command", ["LOGIN"]],
    [3, "imap.request.command", ["FETCH"]],
    [3, "imap.request.command.uid", ["1"]],
    [4, "imf.subject", ["news"]],
    [4, "frame.protocols", ["raw:ip:tcp:imap:imf"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test.for([
    ["a1 NOOP\r\nrest", 9],
    ["a1 NO", 0],
    ["* 1 FETCH {5}\r\nabc", 0],
    ["* 1 FETCH {5}\r\nabcde)\r\nrest", 23],
  ] as const)("The message in %j has %i octets", ([text, expected]) => {
    const [packet] = packetsOf(samples(143, [["S", text]]));
    const view = new DataView(ascii(text).buffer);
    const conversation = new Conversation(0, packet!);
    expect(IMAP_PROTOCOL.messageLength!(view, 0, text.length, conversation, packet!)).toBe(
      expected,
    );
  });

  readsAnything(IMAP_PROTOCOL, samples(143, IMAP_LINES));
});

test.for([
  ["SMTP", SMTP_PROTOCOL, 25, SMTP_LINES],
  ["POP", POP_PROTOCOL, 110, POP_LINES],
  ["IMAP", IMAP_PROTOCOL, 143, IMAP_LINES],
] as const)("%s ends in TLS when the server agrees to", ([, protocol, port, lines]) => {
  const packets = packetsOf(samples(port, lines));
  const conversation = new Conversation(0, packets[0]!);
  for (const packet of packets) {
    expect(conversation.protocol).not.toBe(Protocol.Tls);
    protocol.dissect(packet, new Tree(packet), conversation);
  }
  expect(conversation.protocol).toBe(Protocol.Tls);
});

test("A mail whose parts cannot be told apart stays in one piece", () => {
  const lines: Line[] = [
    ["S", "+OK POP3\r\n"],
    ["S", "Content-Type: multipart/mixed; boundary=c\r\n\r\nno boundary"],
  ];
  expect(steps(POP_PROTOCOL, 110, lines)).toEqual(["pop", "pop:imf:mime_multipart:data"]);
});
