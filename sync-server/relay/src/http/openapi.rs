//! The API as an OpenAPI document, from the types the handlers take and give.

use super::errors::ApiError;
use crate::accounts::{
    Attempt, BookEntry, Credentials, DeviceEntry, DeviceInput, IdentityInput, MemberEntry, MemberInput,
    SignedIn,
};
use crate::pairing::{Guest, PairingEntry};
use crate::reading::ReadingEntry;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// What a request or an answer carries.
#[derive(Clone)]
enum Carries {
    Nothing,
    Json(Value),
    /// Bytes the server cannot read.
    Octets,
}

/// Who may ask.
#[derive(Clone, Copy)]
enum Asks {
    Anybody,
    Device,
    /// A device, or a guest with what it was given; before that anybody.
    Either,
}

struct Operation {
    method: &'static str,
    path: &'static str,
    summary: &'static str,
    asks: Asks,
    body: Carries,
    answer: Carries,
}

fn who_asks(path: &str) -> Asks {
    match path {
        "/v1/accounts" | "/v1/sessions" | "/v1/oidc/attempts" | "/v1/oidc/sessions" => Asks::Anybody,
        path if path.starts_with("/v1/pairings/") => Asks::Either,
        _ => Asks::Device,
    }
}

fn operations(schemas: &mut SchemaGenerator) -> Vec<Operation> {
    use Carries::{Json, Nothing, Octets};
    let credentials = Json(schemas.subschema_for::<Credentials>().to_value());
    let signed_in = Json(schemas.subschema_for::<SignedIn>().to_value());
    let member = Json(schemas.subschema_for::<MemberInput>().to_value());
    let members = Json(schemas.subschema_for::<Vec<MemberEntry>>().to_value());
    let device = Json(schemas.subschema_for::<DeviceInput>().to_value());
    let devices = Json(schemas.subschema_for::<Vec<DeviceEntry>>().to_value());
    let books = Json(schemas.subschema_for::<Vec<BookEntry>>().to_value());
    let pairing = Json(schemas.subschema_for::<PairingEntry>().to_value());
    let reading = Json(schemas.subschema_for::<ReadingEntry>().to_value());
    let attempt = Json(schemas.subschema_for::<Attempt>().to_value());
    let identity = Json(schemas.subschema_for::<IdentityInput>().to_value());
    let guest = Json(schemas.subschema_for::<Guest>().to_value());
    let operation = |method, path, summary, body, answer| Operation {
        method,
        path,
        summary,
        asks: who_asks(path),
        body,
        answer,
    };
    let message = "/v1/pairings/{id}/{side}/{step}";
    vec![
        operation("post", "/v1/accounts", "Sign up", credentials.clone(), signed_in.clone()),
        operation("post", "/v1/sessions", "Sign a device in", credentials, signed_in.clone()),
        operation("post", "/v1/oidc/attempts", "Begin to sign in through the issuer", Nothing, attempt),
        operation(
            "post",
            "/v1/oidc/sessions",
            "Sign a device in with an ID token",
            identity,
            signed_in.clone(),
        ),
        operation("post", "/v1/token", "A fresh token for this device", Nothing, signed_in.clone()),
        operation("get", "/v1/devices", "The account's devices", Nothing, devices),
        operation("post", "/v1/devices", "A token for a further device", device, signed_in),
        operation("delete", "/v1/devices/{tag}", "Revoke a device", Nothing, Nothing),
        operation("get", "/v1/books", "The books the account may reach", Nothing, books),
        operation("put", "/v1/books/{tag}", "Make room for a book", Nothing, Nothing),
        operation("get", "/v1/books/{tag}/members", "Who may reach it", Nothing, members),
        operation("put", "/v1/books/{tag}/members", "Give another account a role", member, Nothing),
        operation("delete", "/v1/books/{tag}/members/{name}", "Take it away", Nothing, Nothing),
        operation("get", "/v1/books/{tag}/reading", "How far its devices have read", Nothing, reading),
        operation(
            "get",
            "/v1/books/{tag}/recovery",
            "The recovery blob; its version is the ETag",
            Nothing,
            Octets,
        ),
        operation(
            "put",
            "/v1/books/{tag}/recovery",
            "Replace it; If-Match names the version seen",
            Octets,
            Nothing,
        ),
        operation("post", "/v1/pairings", "Open a mailbox for a device that wants in", Nothing, pairing),
        operation(
            "put",
            message,
            "Leave a message; a guest's first one needs no token and gets a secret",
            Octets,
            guest,
        ),
        operation(
            "get",
            message,
            "Wait 25 seconds for a message of the other side; 204 when none came",
            Nothing,
            Octets,
        ),
        operation("delete", "/v1/pairings/{id}", "End it", Nothing, Nothing),
        operation("get", "/v1/sync", "The WebSocket of docs/sync-protocol.md", Nothing, Nothing),
    ]
}

/// The document.
pub fn openapi() -> Value {
    let mut settings = SchemaSettings::openapi3();
    settings.definitions_path = "/components/schemas".into();
    let mut schemas = settings.into_generator();
    let error = schemas.subschema_for::<ApiError>().to_value();
    let mut paths = Map::new();
    for operation in operations(&mut schemas) {
        let (status, answer) = match &operation.answer {
            Carries::Nothing if operation.path == "/v1/sync" => {
                ("101", json!({"description": "the WebSocket"}))
            }
            Carries::Nothing => ("204", json!({"description": "done"})),
            carries => ("200", json!({"description": "done", "content": content(carries)})),
        };
        let refused = json!({"description": "refused", "content": content(&Carries::Json(error.clone()))});
        let parameters: Vec<Value> = operation
            .path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
            .collect();
        let mut entry = json!({
            "summary": operation.summary,
            "parameters": parameters,
            "responses": {status: answer, "default": refused},
            "security": match operation.asks {
                Asks::Anybody => json!([]),
                Asks::Device => json!([{"token": []}]),
                Asks::Either => json!([{}, {"token": []}]),
            },
        });
        if !matches!(operation.body, Carries::Nothing) {
            entry["requestBody"] = json!({"required": true, "content": content(&operation.body)});
        }
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method] = entry;
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Valorize sync server", "version": env!("CARGO_PKG_VERSION")},
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    })
}

fn content(carries: &Carries) -> Value {
    match carries {
        Carries::Nothing => json!({}),
        Carries::Json(schema) => json!({"application/json": {"schema": schema}}),
        Carries::Octets => {
            json!({"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}})
        }
    }
}
