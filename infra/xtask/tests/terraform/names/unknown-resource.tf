# says: no resource `google_cloud_task_queue` in schema/
resource "google_cloud_task_queue" "main" { # here
  name = "x"
}
