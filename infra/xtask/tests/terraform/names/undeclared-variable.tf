# says: variable `regoin` is not declared
resource "google_cloud_tasks_queue" "main" {
  name = "x"
  location = var.regoin # here
}
