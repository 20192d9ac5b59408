//! The API as an OpenAPI document, from the types the handlers take and give.

use super::errors::ApiError;
use crate::accounts::{BookEntry, Credentials, DeviceEntry, MemberInput, SignedIn};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

struct Operation {
    method: &'static str,
    path: &'static str,
    summary: &'static str,
    public: bool,
    body: Option<Value>,
    answer: Option<Value>,
}

fn operations(schemas: &mut SchemaGenerator) -> Vec<Operation> {
    let credentials = Some(schemas.subschema_for::<Credentials>().to_value());
    let signed_in = Some(schemas.subschema_for::<SignedIn>().to_value());
    let member = Some(schemas.subschema_for::<MemberInput>().to_value());
    let devices = Some(schemas.subschema_for::<Vec<DeviceEntry>>().to_value());
    let books = Some(schemas.subschema_for::<Vec<BookEntry>>().to_value());
    let operation = |method, path, summary, body, answer| Operation {
        method,
        path,
        summary,
        public: path == "/v1/accounts" || path == "/v1/sessions",
        body,
        answer,
    };
    vec![
        operation("post", "/v1/accounts", "Sign up", credentials.clone(), signed_in.clone()),
        operation("post", "/v1/sessions", "Sign a device in", credentials, signed_in.clone()),
        operation("post", "/v1/token", "A fresh token for this device", None, signed_in),
        operation("get", "/v1/devices", "The account's devices", None, devices),
        operation("delete", "/v1/devices/{tag}", "Revoke a device", None, None),
        operation("get", "/v1/books", "The books the account may reach", None, books),
        operation("put", "/v1/books/{tag}", "Make room for a book", None, None),
        operation("put", "/v1/books/{tag}/members", "Give another account a role", member, None),
        operation("delete", "/v1/books/{tag}/members/{name}", "Take it away", None, None),
        operation("get", "/v1/sync", "The WebSocket of docs/sync-protocol.md", None, None),
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
            Some(schema) => ("200", json!({"description": "done", "content": content(schema)})),
            None if operation.path == "/v1/sync" => ("101", json!({"description": "the WebSocket"})),
            None => ("204", json!({"description": "done"})),
        };
        let refused = json!({"description": "refused", "content": content(&error)});
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
            "security": if operation.public { json!([]) } else { json!([{"token": []}]) },
        });
        if let Some(body) = &operation.body {
            entry["requestBody"] = json!({"required": true, "content": content(body)});
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

fn content(schema: &Value) -> Value {
    json!({"application/json": {"schema": schema}})
}
