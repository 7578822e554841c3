/** Ids that must never be mixed up. Each is made once, at the edge where it arrives, and only compared afterwards. */
declare const brand: unique symbol;
export type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Entra tenant, a GUID. */
export type TenantId = Branded<'TenantId'>;
/** The object id of the service principal whose synchronization job this is: secrets belong to it, not to the job. */
export type ConnectionId = Branded<'ConnectionId'>;
/** One token's life. */
export type CycleId = Branded<'CycleId'>;
export type RotationId = Branded<'RotationId'>;
/** The nonce of one opened dialog, 128 random bits. */
export type DialogId = Branded<'DialogId'>;
/** Of one question for a second person, 128 random bits. */
export type ApprovalId = Branded<'ApprovalId'>;
/** Entra object id of a person (`aadObjectId`), a GUID in lower case. */
export type PersonId = Branded<'PersonId'>;
/** Object id, not app id, of an enterprise application. */
export type ServicePrincipalId = Branded<'ServicePrincipalId'>;
export type JobId = Branded<'JobId'>;

/** The key of one message of the bot: the same fact told twice has the same key. Letters, digits, `.`, `_` and `-`. */
export type MessageId = Branded<'MessageId'>;

export const tenantId = (text: string): TenantId => text.toLowerCase() as TenantId;
export const connectionId = (text: string): ConnectionId => text as ConnectionId;
export const cycleId = (text: string): CycleId => text as CycleId;
export const rotationId = (text: string): RotationId => text as RotationId;
export const dialogId = (text: string): DialogId => text as DialogId;
export const approvalId = (text: string): ApprovalId => text as ApprovalId;
export const messageId = (...parts: readonly (string | number)[]): MessageId => parts.join('.') as MessageId;
export const personId = (text: string): PersonId => text.toLowerCase() as PersonId;
export const servicePrincipalId = (text: string): ServicePrincipalId =>
  text.toLowerCase() as ServicePrincipalId;
export const jobId = (text: string): JobId => text as JobId;

/** A person as the thread names them. The name is for reading, the id is for deciding. */
export interface Person {
  readonly id: PersonId;
  readonly name: string;
}
