/**
 * Payloads of the External Client API as types.
 * Written by schemas/generate.ts from the *.schema.json files beside it; edit those.
 */

/**
 * Scopes held, grouped by API.
 */
export type Resources = Resource[] | null;
/**
 * Records of the client's secrets, in no promised order.
 */
export type Secrets = Secret[] | null;
/**
 * An external client with its scopes and the records of its secrets.
 */
export type ClientDetail = Client & ClientDetail1;
/**
 * Body of 200 of "List all external clients": a bare array.
 */
export type ListResponse = Client[];
/**
 * Body of 200 of "Get details for a specific external client".
 */
export type GetResponse = ClientDetail;
/**
 * Body of 201 of "Create a new external client". A confidential client carries the value of its first secret here, and never again.
 */
export type CreateResponse = ClientDetail;
/**
 * Scopes asked for, flat.
 */
export type Scopes = RequestedScope[];
/**
 * Certificates; the page does not say what one looks like.
 */
export type ClientCertificates = unknown[];
/**
 * Body of 200 that the page prints under "Generate a new secret". No reconciled operation answers it; it serves to recognise a tenant that does.
 */
export type NewSecretStringResponse = string;
/**
 * Body of 200 of "Generate a new external client" (POST GenerateSecret): the record of the new secret with its value, shown this once.
 */
export type GenerateSecretResponse = Secret & GenerateSecretResponse1;

/**
 * An external client as it appears in a list. A tenant may answer a summary there: resources, secret and secrets can be null or absent.
 */
export interface Client {
  /**
   * Name for people.
   */
  name: string;
  /**
   * Identifier, the client_id of token requests.
   */
  id: string;
  /**
   * Value of the first secret, in the answer that creates a confidential client.
   */
  secret?: string | null;
  /**
   * Whether the client can keep a secret.
   */
  isConfidential: boolean;
  /**
   * Where users return to; several addresses are separated by commas.
   */
  redirectUri?: string | null;
  resources?: Resources;
  secrets?: Secrets;
}
/**
 * An API and those of its scopes that the client holds.
 */
export interface Resource {
  /**
   * Technical name of the API.
   */
  name: string;
  /**
   * Name for people.
   */
  displayName?: string | null;
  /**
   * What the API is for.
   */
  description?: string | null;
  /**
   * The scopes held.
   */
  scopes: Scope[];
}
/**
 * A permission as a tenant shows it. The page prints its type as a word, live tenants send a number; both are legal.
 */
export interface Scope {
  /**
   * Technical name, the one that is asked for in a token request.
   */
  name: string;
  /**
   * Name for people.
   */
  displayName?: string | null;
  /**
   * What the scope allows.
   */
  description?: string | null;
  /**
   * Whether the scope acts for a user or for the application: a word as printed, or a number (0 user, 1 application).
   */
  type: string | number;
}
/**
 * What a tenant keeps of a client secret. The value itself is shown once, where the secret is made; elsewhere it is null, absent, empty or masked.
 */
export interface Secret {
  /**
   * Number that addresses the secret when it is deleted.
   */
  id: number;
  /**
   * Free text given when the secret was asked for.
   */
  description?: string | null;
  /**
   * The value, where it is made.
   */
  secret?: string | null;
  /**
   * When the secret was made.
   */
  creationTime: string;
  /**
   * When the secret stops working; null or absent means never.
   */
  expiryTime?: string | null;
}
export interface ClientDetail1 {
  resources: unknown[];
  secrets: unknown[];
}
/**
 * A scope as a client names it when it creates or updates an external client. Names for people are the tenant's to fill in.
 */
export interface RequestedScope {
  /**
   * Technical name, the one that is asked for in a token request.
   */
  name: string;
  /**
   * Name for people.
   */
  displayName?: string | null;
  /**
   * What the scope allows.
   */
  description?: string | null;
  /**
   * Whether the scope acts for a user or for the application: a word as printed, or a number (0 user, 1 application).
   */
  type?: string | number;
}
/**
 * Body that the page prints for a GET; it repeats the path and a tenant must not mind it.
 */
export interface ListRequest {
  /**
   * The organization.
   */
  partitionGlobalId: string;
}
/**
 * Body that the page prints for a GET (there without its comma); it repeats the path and a tenant must not mind it.
 */
export interface GetRequest {
  /**
   * The organization.
   */
  partitionGlobalId: string;
  /**
   * The external client.
   */
  clientId: string;
}
/**
 * Body of "Create a new external client".
 */
export interface CreateRequest {
  /**
   * The organization.
   */
  partitionGlobalId: string;
  /**
   * Name for people.
   */
  name: string;
  /**
   * Whether the client can keep a secret.
   */
  isConfidential: boolean;
  /**
   * Where users return to; several addresses are separated by commas.
   */
  redirectUri?: string | null;
  scopes: Scopes;
  clientCertificates?: ClientCertificates;
}
/**
 * Body of 200 of "Update an external client". The page prints what looks like the request; tenants may answer that block, the client, or something else. Whatever they answer, members that the page names keep their types.
 */
export interface UpdateResponse {
  /**
   * Name for people.
   */
  name?: string;
  /**
   * Identifier, the client_id of token requests.
   */
  id?: string;
  /**
   * Value of the first secret, in the answer that creates a confidential client.
   */
  secret?: string | null;
  /**
   * Whether the client can keep a secret.
   */
  isConfidential?: boolean;
  /**
   * Where users return to; several addresses are separated by commas.
   */
  redirectUri?: string | null;
  resources?: Resources;
  secrets?: Secrets;
  /**
   * Scopes now held, flat as in the request.
   */
  scopes?: RequestedScope[] | null;
  /**
   * Certificates; the page does not say what one looks like.
   */
  clientCertificates?: unknown[] | null;
}
/**
 * Body of "Update an external client". The page prints the two identifiers as the request and the four changeable members as the response; the four are understood as the request, the identifiers as allowed repetition.
 */
export interface UpdateRequest {
  /**
   * The organization.
   */
  partitionGlobalId?: string;
  /**
   * The external client.
   */
  clientId?: string;
  /**
   * Name for people.
   */
  name?: string;
  /**
   * Where users return to; several addresses are separated by commas.
   */
  redirectUri?: string | null;
  scopes?: Scopes;
  clientCertificates?: ClientCertificates;
}
/**
 * Body that the page prints for a DELETE; it repeats the path and a tenant must not mind it.
 */
export interface DeleteRequest {
  /**
   * The organization.
   */
  partitionGlobalId: string;
  /**
   * The external client.
   */
  clientId: string;
}
/**
 * Body that the page prints under "Generate a new secret", a GET; it repeats the path.
 */
export interface NewSecretStringRequest {
  /**
   * The organization.
   */
  partitionGlobalId: string;
  /**
   * The external client.
   */
  clientId: string;
}
export interface GenerateSecretResponse1 {
  secret: string;
}
/**
 * Body of "Generate a new external client" (POST GenerateSecret).
 */
export interface GenerateSecretRequest {
  /**
   * The organization.
   */
  partitionGlobalId: string;
  /**
   * The external client.
   */
  clientId: string;
  /**
   * Free text given when the secret was asked for.
   */
  description?: string | null;
  /**
   * When the secret stops working; null or absent means never.
   */
  expiryTime?: string | null;
}
/**
 * Body that the page prints for a DELETE; it repeats the path and a tenant must not mind it. The page quotes the number.
 */
export interface DeleteSecretRequest {
  /**
   * The organization.
   */
  partitionGlobalId: string;
  /**
   * The secret.
   */
  secretId: string | number;
}
