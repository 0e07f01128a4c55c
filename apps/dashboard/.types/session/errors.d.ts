/** Why a session could not answer, other than a bad question (`QueryError`). */
export type SessionErrorCode = 
/** No answer from the server: it is gone, or the network is. */
"SESSION_UNREACHABLE"
/** The server wants a token that this page does not have. */
 | "SESSION_FORBIDDEN"
/** The server has nothing under this address. */
 | "SESSION_NOT_FOUND"
/** The server answered with something that is not of this interface. */
 | "SESSION_BAD_ANSWER";
export declare class SessionError extends Error {
    readonly code: SessionErrorCode;
    constructor(code: SessionErrorCode, message: string, options?: ErrorOptions);
}
//# sourceMappingURL=errors.d.ts.map