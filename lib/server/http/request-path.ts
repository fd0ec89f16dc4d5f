/** Path and query of the page asked for, put into every request by the proxy; pages cannot see it otherwise. */
export const REQUEST_PATH_HEADER = "x-evenkeel-path";
