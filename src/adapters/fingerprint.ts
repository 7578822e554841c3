import { createHmac } from 'node:crypto';
import type { Secret } from '../domain/secret.ts';

const shownDigits = 12;

/**
 * HMAC-SHA-256 with a key of this installation, 12 hex digits: lets people see whether two tokens are the same without
 * a character of either. Without the key it tells nothing about the token.
 */
export const fingerprintWith =
  (key: Uint8Array) =>
  (secret: Secret): string =>
    createHmac('sha256', key).update(secret.reveal()).digest('hex').slice(0, shownDigits);
