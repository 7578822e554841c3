import type { Result } from '../domain/result.ts';

/** Looks at what the bot itself is to Microsoft. Changes nothing. */
export interface Checkup {
  /**
   * Signs in for Graph. `granted`: the application permissions that its access token names; undefined when the token does
   * not tell. A failure is Entra's number, a code of the system's, or an error's name.
   */
  signInToGraph(): Promise<Result<{ readonly granted: readonly string[] | undefined }, string>>;
  /** Signs in for the Bot Connector service, with the same failures. */
  signInToTeams(): Promise<Result<void, string>>;
  /** How many milliseconds this machine's clock is ahead of Graph's, give or take a second; undefined when Graph does not tell. */
  clockAhead(): Promise<number | undefined>;
}
