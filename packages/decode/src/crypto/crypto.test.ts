import { createCipheriv, createHash, hkdfSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openAes128Gcm } from "./aes-gcm.ts";
import { Aes128 } from "./aes128.ts";
import { HmacKey, hkdfExpand, hkdfExtract } from "./hkdf.ts";
import { md5 } from "./md5.ts";
import { asciiOctets, hexOf } from "./octets.ts";
import { sha1 } from "./sha1.ts";
import { sha256 } from "./sha256.ts";

const SEED = 20_261_122;

function octets(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
}

describe("MD5", () => {
  test.for([
    ["", "d41d8cd98f00b204e9800998ecf8427e"],
    ["abc", "900150983cd24fb0d6963f7d28e17f72"],
    ["message digest", "f96b697d7cb7938d525a2f31aaf161d0"],
    [
      "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
      "57edf4a22be3c955ac49da2e2107b67a",
    ],
  ] as const)("RFC 1321 §A.5: %s", ([text, digest]) => {
    expect(hexOf(md5(asciiOctets(text)))).toBe(digest);
  });

  test("Every length pads right", () => {
    for (let length = 0; length < 200; length += 1) {
      const input = new Uint8Array(length).fill(length);
      expect(hexOf(md5(input))).toBe(createHash("md5").update(input).digest("hex"));
    }
  });
});

describe("SHA-1", () => {
  test.for([
    ["", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
    ["abc", "a9993e364706816aba3e25717850c26c9cd0d89d"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
    ],
  ] as const)("RFC 3174 §7.3: %s", ([text, digest]) => {
    expect(hexOf(sha1(asciiOctets(text)))).toBe(digest);
  });

  test("Every length pads right", () => {
    for (let length = 0; length < 200; length += 1) {
      const input = new Uint8Array(length).fill(length);
      expect(hexOf(sha1(input))).toBe(createHash("sha1").update(input).digest("hex"));
    }
  });
});

describe("SHA-256", () => {
  test.for([
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
  ] as const)("FIPS 180-4's example: %s", ([text, digest]) => {
    expect(hexOf(sha256(asciiOctets(text)))).toBe(digest);
  });

  test("Every length pads right", () => {
    for (let length = 0; length < 200; length += 1) {
      const input = new Uint8Array(length).fill(length);
      expect(hexOf(sha256(input))).toBe(createHash("sha256").update(input).digest("hex"));
    }
  });
});

describe("HKDF", () => {
  test("RFC 5869 §A.1", () => {
    const key = hkdfExtract(
      new HmacKey(octets("000102030405060708090a0b0c")),
      octets("0b".repeat(22)),
    );
    expect(hexOf(key)).toBe("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    expect(hexOf(hkdfExpand(new HmacKey(key), octets("f0f1f2f3f4f5f6f7f8f9"), 42))).toBe(
      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    );
  });

  test("RFC 5869 §A.2: longer than a block", () => {
    const run = (from: number): Uint8Array => Uint8Array.from({ length: 80 }, (_, i) => from + i);
    const key = hkdfExtract(new HmacKey(run(0x60)), run(0));
    expect(hexOf(hkdfExpand(new HmacKey(key), run(0xb0), 82))).toBe(
      "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
    );
  });

  test("It agrees with the platform's for any key", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.uint8Array({ maxLength: 100 }),
        fc.integer({ min: 1, max: 200 }),
        (secret, salt, length) => {
          const key = new HmacKey(hkdfExtract(new HmacKey(salt), secret));
          const ours = hkdfExpand(key, salt, length);
          expect(hexOf(ours)).toBe(
            Buffer.from(hkdfSync("sha256", secret, salt, salt, length)).toString("hex"),
          );
        },
      ),
      { seed: SEED, numRuns: 50 },
    );
  });
});

describe("AES-128", () => {
  test("FIPS 197 §B and §C.1", () => {
    const output = new Uint8Array(16);
    new Aes128(octets("2b7e151628aed2a6abf7158809cf4f3c")).encrypt(
      octets("3243f6a8885a308d313198a2e0370734"),
      0,
      output,
    );
    expect(hexOf(output)).toBe("3925841d02dc09fbdc118597196a0b32");
    new Aes128(octets("000102030405060708090a0b0c0d0e0f")).encrypt(
      octets("00112233445566778899aabbccddeeff"),
      0,
      output,
    );
    expect(hexOf(output)).toBe("69c4e0d86a7b0430d8cdb78070b4c55a");
  });
});

describe("AES-128-GCM", () => {
  test("It opens what the platform seals, and nothing that was changed", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.uint8Array({ minLength: 12, maxLength: 12 }),
        fc.uint8Array({ maxLength: 50 }),
        fc.uint8Array({ maxLength: 100 }),
        fc.nat(),
        (key, nonce, associated, text, flip) => {
          const cipher = createCipheriv("aes-128-gcm", key, nonce);
          cipher.setAAD(associated);
          const body = Buffer.concat([cipher.update(text), cipher.final()]);
          const sealed = new Uint8Array(Buffer.concat([body, cipher.getAuthTag()]));
          const aes = new Aes128(key);
          const opened = openAes128Gcm(aes, nonce, associated, sealed);
          expect(opened && hexOf(opened)).toBe(hexOf(text));
          sealed[flip % sealed.length]! ^= 1;
          expect(openAes128Gcm(aes, nonce, associated, sealed)).toBeUndefined();
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
  });

  test("Less than a tag opens nothing", () => {
    const aes = new Aes128(new Uint8Array(16));
    expect(openAes128Gcm(aes, new Uint8Array(12), new Uint8Array(0), new Uint8Array(15))).toBe(
      undefined,
    );
  });
});
