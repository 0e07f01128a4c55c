import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { ascii, dissectAll } from "./application-protocol.contract.ts";

/** MS-NLMP §2.2.1.1: a negotiation without names. */
const NEGOTIATE = "TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAGAbEdAAAADw==";

function read(headers: string): { protocols: string | undefined; info: string } {
  const [layers = []] = dissectAll([
    {
      transport: "tcp",
      from: 50_000,
      to: 80,
      payload: ascii(`GET / HTTP/1.1\r\n${headers}\r\n\r\n`),
    },
  ]);
  return {
    protocols: fieldTexts(layers, "frame.protocols")[0],
    info: columnsOf(layers).info,
  };
}

describe("tokens in headers", () => {
  test.for([
    `Authorization: NTLM ${NEGOTIATE}`,
    `proxy-authorization: ntlm ${NEGOTIATE}`,
    `Host: a\r\nAccept: b\r\nWWW-Authenticate: NTLM ${NEGOTIATE}`,
  ])("%s", (headers) => {
    expect(read(headers)).toEqual({
      protocols: "raw:ip:tcp:http:ntlmssp",
      info: "GET / HTTP/1.1 , NTLMSSP_NEGOTIATE",
    });
  });

  test("a negotiation of mechanisms is one of the Generic Security Service", () => {
    const { protocols } = read("Authorization: Negotiate YBwGBisGAQUFAqASMBCgDjAMBgorBgEEAYI3AgIK");
    expect(protocols).toBe("raw:ip:tcp:http:gss-api:spnego");
  });

  test.for([
    "Authorization: Basic dXNlcjpwYXNz",
    "WWW-Authenticate: NTLM",
    "Authorization: NTLM !",
    `X-Authorization: NTLM ${NEGOTIATE}`,
  ])("%s has none", (headers) => {
    expect(read(headers)).toEqual({ protocols: "raw:ip:tcp:http", info: "GET / HTTP/1.1 " });
  });
});
