//! The page in the window, by way of the web driver.

use fantoccini::elements::Element;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::process::Child;
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// The driver needs this long after the end of a session to let the window go.
const LETTING_GO: Duration = Duration::from_millis(900);

const CALL: &str = "
    const [name, input, done] = arguments;
    window.__TAURI_INTERNALS__
        .invoke('call', new TextEncoder().encode(JSON.stringify(input)), { headers: { operation: name } })
        .then(bytes => done({ ok: JSON.parse(new TextDecoder().decode(bytes)) }), error => done({ refused: error }));
";

/// A page.
pub struct Page {
    client: Client,
    driver: Child,
}

impl Page {
    /// Starts the program through the driver and waits for its page.
    pub async fn take_hold(driver: Child, port: u16, program: &str, arguments: &[&str]) -> Self {
        let browser = json!({ "binary": program, "args": arguments });
        let mut capabilities = Capabilities::new();
        capabilities.insert("webkitgtk:browserOptions".to_owned(), browser);
        let address = format!("http://127.0.0.1:{port}");
        let started = Instant::now();
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder.capabilities(capabilities.clone()).connect(&address).await {
                Ok(client) => break client,
                // The driver takes a moment to listen.
                Err(error) => assert!(started.elapsed() < PATIENCE, "no session: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        let page = Self { client, driver };
        page.wait("return document.readyState === 'complete' && '__TAURI_INTERNALS__' in window").await;
        page
    }

    /// Calls an operation, as the interface does.
    pub async fn call(&self, name: &str, input: Value) -> Result<Value, Value> {
        let mut answer =
            self.client.execute_async(CALL, vec![json!(name), input]).await.expect("the page answers");
        match answer.get_mut("ok") {
            Some(output) => Ok(output.take()),
            None => Err(answer["refused"].take()),
        }
    }

    /// Calls an operation that must not be refused.
    pub async fn done(&self, name: &str, input: Value) -> Value {
        self.call(name, input).await.unwrap_or_else(|error| panic!("{name} is refused: {error}"))
    }

    /// Runs a script that answers by calling its last argument.
    pub async fn later(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.expect("the page answers")
    }

    /// Runs a script.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect("the page answers")
    }

    /// Runs a script until it answers true.
    pub async fn wait(&self, script: &str) {
        let started = Instant::now();
        while self.run(script).await != Value::Bool(true) {
            assert!(started.elapsed() < PATIENCE, "this never became true: {script}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits for an element that is laid out, by its path (`XPath`). The driver takes the rows of a long table for hidden: their size counts.
    pub async fn find(&self, path: &str) -> Element {
        let started = Instant::now();
        loop {
            if let Ok(element) = self.client.find(Locator::XPath(path)).await
                && element.rectangle().await.is_ok_and(|(_, _, width, height)| width > 0.0 && height > 0.0)
            {
                return element;
            }
            if started.elapsed() > PATIENCE {
                let text = self.run("return document.body.innerText").await;
                panic!("nothing shown is {path}; the window says: {text}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks on it with the mouse.
    pub async fn click(&self, path: &str) {
        let started = Instant::now();
        // What is drawn anew between finding and clicking is found again.
        while let Err(error) = self.find(path).await.click().await {
            assert!(started.elapsed() < PATIENCE, "{path} takes no click: {error}");
        }
    }

    /// Types on the keyboard, wherever the focus is.
    pub async fn keys(&self, text: &str) {
        self.client.active_element().await.expect("a focus").send_keys(text).await.expect("keys");
    }

    /// Ends the program the way the driver does: at once.
    pub async fn end(self) {
        let Self { client, mut driver } = self;
        // The program may be gone before it could answer.
        drop(client.close().await);
        tokio::time::sleep(LETTING_GO).await;
        drop(driver.kill());
        drop(driver.wait());
    }
}
