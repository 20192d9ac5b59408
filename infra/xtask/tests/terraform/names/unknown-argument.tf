# says: google_cloud_tasks_queue takes no argument `naem`
resource "google_cloud_tasks_queue" "main" {
  name = "x"
  location = "y"
  naem = "x" # here
}
