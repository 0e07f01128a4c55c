/** Reads of the server's HTTP interface, with problems (RFC 9457) turned into errors. */
import { QueryError } from "@wirescope/query";
import { SessionError } from "./errors.ts";
export type Parameters = Readonly<Record<string, string | number | undefined>>;
export declare class HttpClient {
    #private;
    /** @param base origin and path that the routes stand under, without a slash at its end. */
    constructor(base: string, fetcher: typeof fetch);
    get<T>(path: string, parameters?: Parameters): Promise<T>;
    post(path: string): Promise<void>;
}
/** The error of a refused subscription. */
export declare function queryProblem(problem: unknown): QueryError;
/** The error that an answer with a status other than 2xx stands for. */
export declare function problemError(problem: unknown, status: number): QueryError | SessionError;
//# sourceMappingURL=http.d.ts.map