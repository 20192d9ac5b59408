//! How much one frame, one push and one connection may carry. The server says its own in `Welcome`; these are what both begin with.

/// Limits of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a frame.
    pub frame_bytes: usize,
    /// Items of a push.
    pub push_items: usize,
    /// Bytes of the bodies in a push.
    pub push_bytes: usize,
    /// Pushes not yet answered.
    pub pushes_in_flight: usize,
    /// Bytes of a page.
    pub page_bytes: usize,
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Changes one change may build on.
    pub dependencies: usize,
}

impl Limits {
    /// What both ends begin with.
    pub const DEFAULT: Self = Self {
        frame_bytes: 1 << 20,
        push_items: 256,
        push_bytes: 512 << 10,
        pushes_in_flight: 4,
        page_bytes: 512 << 10,
        body_bytes: 480 << 10,
        dependencies: 2_048,
    };
}
