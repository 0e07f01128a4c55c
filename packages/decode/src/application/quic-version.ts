/** Versions of QUIC: RFC 9000, RFC 9369, drafts, and those of Google and Facebook with the same long header. */

export const VERSION_NEGOTIATION = 0;
export const VERSION_1 = 0x0000_0001;
export const VERSION_2 = 0x6b33_43cf;
/** Version 2 before it had its number (draft-ietf-quic-v2-01 §3). */
const VERSION_2_DRAFT = 0x709a_50c4;

/** Drafts of the working group: `0xff0000` and the draft's number. */
const DRAFT_PREFIX = 0xff_0000;
const LAST_DRAFT = 34;

/** Facebook's mvfst: `0xfaceb0` and a number. */
const MVFST_PREFIX = 0xfa_ceb0;

/** Google's with this header: `Q050`, `T050`, `T051`. */
export const Q050 = 0x5130_3530;
const T050 = 0x5430_3530;
const T051 = 0x5430_3531;

/** Whether Initial packets of the version are protected as RFC 9369 says and not as RFC 9001. */
export function isVersion2(version: number): boolean {
  return version === VERSION_2 || version === VERSION_2_DRAFT;
}

/** Whether Initial packets of the version carry frames as Google numbered them. */
export function hasGoogleFrames(version: number): boolean {
  return version === Q050 || version === T050 || version === T051;
}

export function isKnownVersion(version: number): boolean {
  if (version === VERSION_1 || isVersion2(version)) return true;
  const prefix = version >>> 8;
  if (prefix === MVFST_PREFIX || version === Q050 || version === T050 || version === T051)
    return true;
  const draft = version & 0xff;
  return prefix === DRAFT_PREFIX && draft > 0 && draft <= LAST_DRAFT;
}

/** Versions that nobody has, sent to keep the negotiation alive (RFC 9000 §15). */
export function isForcedNegotiation(version: number): boolean {
  return (version & 0x0f0f_0f0f) === 0x0a0a_0a0a;
}

/** The draft whose keys the version uses: 34 for the RFC; 0 where it is not known. */
function draftOf(version: number): number {
  if (version === VERSION_1) return LAST_DRAFT;
  if (version === 0xfaceb001) return 22;
  if (version >>> 8 === MVFST_PREFIX) return 27;
  if (isForcedNegotiation(version)) return 29;
  return version >>> 8 === DRAFT_PREFIX ? version & 0xff : 0;
}

const SALT_1 = "38762cf7f55934b34d179ae6a4c80cadccbb7f0a";
const SALT_2 = "0dede3def700a6db819381be6e269dcbf9bd2ed9";
const SALT_2_DRAFT = "a707c203a59b47184a1d62ca570406ea7ae3e5d3";
const SALT_DRAFT_29 = "afbfec289993d24c9e9786f19c6111e04390a899";
const SALT_DRAFT_23 = "c3eef712c72ebb5a11a7d2432bb46365bef9f502";
const SALT_DRAFT_22 = "7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a";
const SALT_Q050 = "504574efd066fe2f9d945cfcdbd3a7f0d3b56b45";
const SALT_T050 = "7ff579e5acd072915580304c43a2367c60488310";
const SALT_T051 = "7a4edef4e7ccee5fa4506c19124fc8ccda6e033d";

/** The salt of a version's Initial secrets, in base 16; undefined where it is not known. */
export function initialSalt(version: number): string | undefined {
  switch (version) {
    case VERSION_2:
      return SALT_2;
    case VERSION_2_DRAFT:
      return SALT_2_DRAFT;
    case Q050:
      return SALT_Q050;
    case T050:
      return SALT_T050;
    case T051:
      return SALT_T051;
    default: {
      const draft = draftOf(version);
      if (draft >= 33) return SALT_1;
      if (draft >= 29) return SALT_DRAFT_29;
      if (draft >= 23) return SALT_DRAFT_23;
      return draft >= 21 ? SALT_DRAFT_22 : undefined;
    }
  }
}
