import type {
  Act,
  ActResult,
  AppleView,
  DialogResult,
  DialogSubmit,
  Faults,
  MoveClock,
  PageState,
  SaveToken,
  Say,
  TeamChange,
} from '../page-api.ts';

/** A call that the server refused or did not answer. The message is meant for the visitor. */
export class CallFailed extends Error {}

async function call<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(path, init);
    body = await response.json();
  } catch {
    throw new CallFailed('The sandbox does not answer. Check that it is still running, then try again.');
  }
  if (response.ok) return body as T;
  const { error } = body as { readonly error?: unknown };
  throw new CallFailed(typeof error === 'string' ? error : `The sandbox answered ${response.status}.`);
}

const post = <T>(path: string, body: object): Promise<T> =>
  call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** The calls of the page's server, one function each. All throw CallFailed. */
export const api = {
  state: (me: string): Promise<PageState> => call(`/api/state?me=${encodeURIComponent(me)}`),
  say: (say: Say): Promise<object> => post('/api/say', say),
  act: (act: Act): Promise<ActResult> => post('/api/act', act),
  openDialog: (act: Act): Promise<DialogResult> => post('/api/dialog/open', act),
  submitDialog: (submit: DialogSubmit): Promise<DialogResult> => post('/api/dialog/submit', submit),
  changeTeam: (change: TeamChange): Promise<object> => post('/api/team', change),
  moveClock: (move: MoveClock): Promise<object> => post('/api/clock', move),
  setFaults: (faults: Faults): Promise<object> => post('/api/faults', faults),
  generateToken: (product: AppleView['product']): Promise<{ readonly token: string }> =>
    post('/api/apple/generate', { product }),
  revokeToken: (tokenId: string): Promise<object> => post('/api/apple/revoke', { tokenId }),
  saveToken: (save: SaveToken): Promise<object> => post('/api/entra/save-token', save),
  reset: (): Promise<object> => post('/api/reset', {}),
};

export function messageOf(error: unknown): string {
  return error instanceof CallFailed ? error.message : 'Something went wrong on this page. Reload it.';
}
