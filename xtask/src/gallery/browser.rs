//! A browser without windows, driven over a pair of pipes by the protocol of its developer tools.

use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// What the browser may take for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running browser with one page.
pub(super) struct Browser {
    process: Child,
    orders: Option<ChildStdin>,
    messages: Receiver<Value>,
    number: u64,
    session: Option<String>,
    events: Vec<Value>,
    /// Settings of a user who has never been here; deleted with the browser.
    profile: tempfile::TempDir,
}

impl Browser {
    /// Starts the program with an empty page.
    pub(super) fn start(program: &Path) -> anyhow::Result<Self> {
        // The protocol's pipes are descriptors 3 and 4: the shell puts our pipes there.
        const LAUNCH: &str = r#"exec "$0" "$@" 3<&0 4>&1 0</dev/null 1>&2"#;
        let profile = tempfile::tempdir()?;
        let log = File::create(profile.path().join("log"))?;
        let mut process = Command::new("sh")
            .args(["-c", LAUNCH])
            .arg(program)
            .args(["--headless", "--remote-debugging-pipe", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            // It sees our own pages only, and as root or in a container it has no sandbox to offer.
            .args(["--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"])
            .arg(format!("--user-data-dir={}", profile.path().join("profile").display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let orders = process.stdin.take();
        let mut answers = BufReader::new(process.stdout.take().context("no pipe from the browser")?);
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut message = Vec::new();
            while answers.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                message.pop();
                let value = serde_json::from_slice(&message).unwrap_or(Value::Null);
                if sender.send(value).is_err() {
                    break;
                }
                message.clear();
            }
        });
        let mut browser = Self { process, orders, messages, number: 0, session: None, events: Vec::new(), profile };
        browser.open_page().with_context(|| format!("{} did not start: {}", program.display(), browser.log()))?;
        Ok(browser)
    }

    fn open_page(&mut self) -> anyhow::Result<()> {
        let target = self.call("Target.createTarget", &json!({ "url": "about:blank" }))?;
        let attached =
            self.call("Target.attachToTarget", &json!({ "targetId": target["targetId"], "flatten": true }))?;
        self.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Network", "Runtime", "Log"] {
            self.call(&format!("{domain}.enable"), &json!({}))?;
        }
        Ok(())
    }

    /// What the browser had to say on its standard error.
    fn log(&self) -> String {
        std::fs::read_to_string(self.profile.path().join("log")).unwrap_or_default()
    }

    /// Calls a method and returns its result; events that arrive meanwhile are kept.
    pub(super) fn call(&mut self, method: &str, parameters: &Value) -> anyhow::Result<Value> {
        self.number += 1;
        let mut order = json!({ "id": self.number, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            order["sessionId"] = json!(session);
        }
        let orders = self.orders.as_mut().context("the browser is closed")?;
        orders.write_all(format!("{order}\0").as_bytes()).with_context(|| format!("cannot call {method}"))?;
        loop {
            let mut answer = self.message().with_context(|| format!("no answer to {method}"))?;
            if answer["id"] != json!(self.number) {
                self.events.push(answer);
            } else if answer["error"].is_null() {
                return Ok(answer["result"].take());
            } else {
                bail!("{method}: {}", answer["error"]["message"]);
            }
        }
    }

    /// Opens an address, waits until everything on the page is loaded, and returns what happened meanwhile.
    pub(super) fn open(&mut self, address: &str) -> anyhow::Result<Vec<Value>> {
        self.events.clear();
        let opened = self.call("Page.navigate", &json!({ "url": address }))?;
        if let Some(error) = opened["errorText"].as_str() {
            bail!("{address}: {error}");
        }
        while !self.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
            let event = self.message().with_context(|| format!("{address} does not finish loading"))?;
            self.events.push(event);
        }
        Ok(std::mem::take(&mut self.events))
    }

    /// The value of an expression in the page; a promise is waited for.
    pub(super) fn evaluate(&mut self, expression: &str) -> anyhow::Result<Value> {
        let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.call("Runtime.evaluate", &parameters)?;
        if !answer["exceptionDetails"].is_null() {
            bail!("the probe failed: {}", answer["exceptionDetails"]);
        }
        Ok(answer["result"]["value"].take())
    }

    /// Presses a key and lets it go.
    pub(super) fn press(&mut self, key: &str, code: u32) -> anyhow::Result<()> {
        let text = if key == "Enter" { "\r" } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let parameters =
                json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
            self.call("Input.dispatchKeyEvent", &parameters)?;
        }
        Ok(())
    }

    fn message(&mut self) -> anyhow::Result<Value> {
        self.messages.recv_timeout(PATIENCE).context("the browser is silent")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.session = None;
        // Whether it hears this or not, it is gone afterwards.
        _ = self.call("Browser.close", &json!({}));
        self.orders = None;
        _ = self.process.kill();
        _ = self.process.wait();
    }
}
